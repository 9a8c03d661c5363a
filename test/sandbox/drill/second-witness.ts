import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import * as z from 'zod';
import { findSandbox } from '../../../lib/sandbox/supervisor/sandbox-client.ts';
import { SandboxStatus } from '../../../lib/sandbox/sandbox-status.ts';
import { muster } from './muster-command.ts';

const PROGRAM = fileURLToPath(new URL('./independent-client.ts', import.meta.url));
const TABLE = 'public.independent';

const Tried = z.object({
  inserts: z.array(z.object({ n: z.int(), sent: z.number(), answered: z.number().nullable() })),
  sessions: z.array(z.object({ spoke: z.number(), ready: z.number() })),
});
const Login = z.object({ username: z.string(), password: z.string() });

/** What the independent client tried, and which of its numbers the server behind the front door holds in the end. */
export interface Testimony extends z.infer<typeof Tried> {
  readonly kept: ReadonlySet<number>;
}

/** Lets the independent client write through the front door of a sandbox of its own while something happens to it. */
export async function whileWitnessed(state: string, happens: () => Promise<void>): Promise<Testimony> {
  const { code, stderr } = await muster(['sandbox', 'up'], state);
  if (code !== 0) throw new Error(`no sandbox came up: ${stderr}`);
  try {
    return await witnessed(state, happens);
  } finally {
    await muster(['sandbox', 'down'], state);
  }
}

async function witnessed(state: string, happens: () => Promise<void>): Promise<Testimony> {
  const before = await statusOf(state);
  await createTable(state, before);
  const witness = startWitness(before);
  try {
    await steady(witness);
    await happens();
    return { ...(await triedBy(witness)), kept: await keptNumbers(before) };
  } finally {
    witness.kill('SIGKILL');
  }
}

async function statusOf(state: string): Promise<SandboxStatus> {
  return SandboxStatus.parse(JSON.parse((await muster(['sandbox', 'status', '--json'], state)).stdout));
}

/** The operator's errand, with the secret that it would take on AWS too; the client may only insert and select. */
async function createTable(state: string, { instances, frontDoor, caFile }: SandboxStatus): Promise<void> {
  const primary = instances.find(({ role }) => role === 'primary');
  const sandbox = await findSandbox(join(state, 'sandbox'));
  if (!primary || !sandbox) throw new Error(`no sandbox with a primary stands in ${state}`);
  const { endpoint, credentials } = sandbox;
  const secrets = new SecretsManagerClient({ endpoint, credentials, region: primary.region });
  const secret = new GetSecretValueCommand({ SecretId: `muster/${frontDoor.name}/operator` });
  const { username: user, password } = Login.parse(
    JSON.parse((await secrets.send(secret)).SecretString ?? ''),
  );
  secrets.destroy();
  const { host, port } = primary;
  const operator = new pg.Client({
    host,
    port,
    user,
    password,
    database: frontDoor.database,
    ssl: { ca: readFileSync(caFile, 'utf8') },
  });
  await operator.connect();
  await operator.query(`create table ${TABLE} (n integer primary key)`);
  await operator.query(`grant insert, select on ${TABLE} to ${pg.escapeIdentifier(frontDoor.user)}`);
  await operator.end();
}

function startWitness({ frontDoor, caFile }: SandboxStatus): ChildProcess {
  return fork(PROGRAM, [JSON.stringify({ ...frontDoor, caFile, table: TABLE })]);
}

async function messageOf(witness: ChildProcess): Promise<unknown> {
  const [message]: unknown[] = await once(witness, 'message', { signal: AbortSignal.timeout(60_000) });
  return message;
}

/** Waits until the client has written for a while. */
async function steady(witness: ChildProcess): Promise<void> {
  await messageOf(witness);
}

/** Ends the client; answers all that it tried. */
async function triedBy(witness: ChildProcess): Promise<z.infer<typeof Tried>> {
  witness.send('stop');
  return Tried.parse(await messageOf(witness));
}

/** Which numbers the server behind the front door holds. */
async function keptNumbers({ frontDoor, caFile }: SandboxStatus): Promise<ReadonlySet<number>> {
  const { host, port, database, user, passwordFile } = frontDoor;
  const client = new pg.Client({
    host,
    port,
    database,
    user,
    password: readFileSync(passwordFile, 'utf8'),
    ssl: { ca: readFileSync(caFile, 'utf8') },
  });
  await client.connect();
  const { rows } = await client.query<{ n: number }>(`select n from ${TABLE}`);
  await client.end();
  return new Set(rows.map(({ n }) => n));
}
