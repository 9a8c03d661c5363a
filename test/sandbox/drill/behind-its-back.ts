import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import pg from 'pg';
import { RESTORED_PREFIX } from '../../../lib/domain/restore/restored-name.ts';
import { homeDirectory } from '../../../lib/sandbox/postgres/home-directory.ts';
import { type InstanceConfig, SandboxConfig } from '../../../lib/sandbox/sandbox-config.ts';
import { findSandbox } from '../../../lib/sandbox/supervisor/sandbox-client.ts';

/** What is done to a standing sandbox, and asked of it, past every drill and its record. */
export interface BehindItsBack {
  /** As whom its first instance's owner logs in, everywhere. */
  readonly owner: Pick<InstanceConfig, 'id' | 'database' | 'masterUser' | 'masterPassword'>;
  rds(region: string): RDSClient;
  s3(region: string): S3Client;
  sfn(region: string): SFNClient;
  /** Rows that an instance answers its owner. */
  ask(instance: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Identifiers of what restore drills have made and not removed, as RDS of both regions says. */
  restored(): Promise<readonly string[]>;
  /** The first file of a table, as the primary numbers it, in a server's data directory or in a region's snapshot. */
  fileOf(place: `data/${string}` | `snapshots/${string}`, table: string): Promise<string>;
}

export async function behindItsBack(state: string): Promise<BehindItsBack> {
  const directory = join(state, 'sandbox');
  const sandbox = await findSandbox(directory);
  if (!sandbox) throw new Error(`no sandbox stands in ${directory}`);
  const config = SandboxConfig.parse(JSON.parse(readFileSync(join(directory, 'config.json'), 'utf8')));
  const [owner] = config.instances;
  if (!owner) throw new Error('the sandbox has no instance');
  const options = { endpoint: sandbox.endpoint, credentials: sandbox.credentials, maxAttempts: 3 };
  const rds = (region: string) => new RDSClient({ ...options, region });
  const ask: BehindItsBack['ask'] = async (instance, sql) => {
    const found = (await sandbox.status()).instances.find(({ id }) => id === instance);
    if (!found) throw new Error(`the sandbox has no instance ${instance}`);
    return asked({ ...owner, ...found, ca: join(directory, 'ca.pem') }, sql);
  };
  return {
    owner,
    rds,
    s3: (region) => new S3Client({ ...options, region, forcePathStyle: true }),
    sfn: (region) => new SFNClient({ ...options, region }),
    ask,
    restored: async () => {
      const all = await Promise.all(config.regions.map((region) => instancesIn(rds(region))));
      return all.flat().filter((id) => id.startsWith(RESTORED_PREFIX));
    },
    fileOf: async (place, table) => {
      const [row] = await ask(owner.id, `select pg_relation_filepath('${table}') as path`);
      const home = homeDirectory(directory, process.getuid?.() === 0);
      return join(home, dirname(place), entryNamed(join(home, place)), String(row?.['path']));
    },
  };
}

interface Login extends Pick<InstanceConfig, 'database' | 'masterUser' | 'masterPassword'> {
  readonly host: string;
  readonly port: number;
  readonly ca: string;
}

async function asked({ host, port, ca, database, masterUser, masterPassword }: Login, sql: string) {
  const login = { host, port, database, user: masterUser, password: masterPassword };
  const client = new pg.Client({ ...login, ssl: { ca: readFileSync(ca, 'utf8') } });
  // A server that is stopped on purpose breaks its sessions.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Directories of snapshots bear a random end, so that one of the same name may be made while another is removed. */
function entryNamed(path: string): string {
  const all = readdirSync(dirname(path));
  const name = basename(path);
  const found = all.find((one) => one === name) ?? all.find((one) => one.startsWith(`${name}.`));
  if (found === undefined) throw new Error(`there is no ${path}`);
  return found;
}

async function instancesIn(rds: RDSClient): Promise<readonly string[]> {
  const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
  return DBInstances.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier ?? '');
}

/** Writes one text over another of the same length, where it stands first in a file. */
export function overwrite(file: string, from: string, to: string): void {
  const bytes = readFileSync(file);
  const at = bytes.indexOf(from);
  if (at < 0) throw new Error(`${file} has no ${from}`);
  bytes.write(to, at);
  writeFileSync(file, bytes);
}
