import { RDSClient, CreateDBSnapshotCommand, DescribeDBSnapshotsCommand } from '@aws-sdk/client-rds';
import { GetBucketReplicationCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepBackups } from '../../../lib/aws/keep-backups.ts';
import { makeRdsRestores } from '../../../lib/aws/rds-restores.ts';
import { loadPlan } from '../../../lib/cli/load-plan.ts';
import { primaryOf } from '../../../lib/cli/sandbox-instances.ts';
import { sandboxWorld } from '../../../lib/cli/sandbox-world.ts';
import type { RecoveryPlan } from '../../../lib/domain/plan/recovery-plan.ts';
import type { SandboxConfig } from '../../../lib/sandbox/sandbox-config.ts';
import {
  endSandbox,
  startSandbox,
  type StartedSandbox,
} from '../../../lib/sandbox/supervisor/sandbox-client.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'muster-test-'));
let plan: RecoveryPlan;
let config: SandboxConfig;
let sandbox: StartedSandbox;

beforeAll(async () => {
  ({ plan } = await loadPlan('drills/plans/music-promotion.yaml'));
  config = sandboxWorld(plan, { stateDir, handlers: [] });
  sandbox = await startSandbox(config);
});
afterAll(async () => {
  await sandbox?.stop();
  await endSandbox(stateDir);
  rmSync(stateDir, { recursive: true, force: true });
});

const client = (region: string) => ({
  region,
  endpoint: sandbox.endpoint,
  credentials: config.credentials,
  maxAttempts: 1,
});

async function ask(role: string, sql: string): Promise<unknown[]> {
  const { instances, caFile } = await sandbox.status();
  const { host, port } = instances.find((one) => one.role === role) ?? {};
  const [{ database, masterUser: user, masterPassword: password } = {}] = config.instances;
  const ssl = { ca: readFileSync(caFile, 'utf8') };
  const session = new pg.Client({ host, port, database, user, password, ssl });
  await session.connect();
  const { rows } = await session.query(sql);
  await session.end();
  return rows;
}

test('databases hold tables of an application, the same at the replica', async () => {
  const sums = `select (select count(*)::int from sandbox_shop.customers) as customers,
    count(*)::int as orders, sum(total)::text as total, count(delivery_on)::int as dated,
    md5(string_agg(o::text, ',' order by id)) as digest from sandbox_shop.orders o`;
  const [primary] = await ask('primary', sums);
  expect(primary).toMatchObject({ customers: 2_000, orders: 6_000, dated: 4_500 });
  await expect.poll(() => ask('replica', sums)).toEqual([primary]);
  const constraints = await ask(
    'primary',
    `select conrelid::regclass::text as table, contype as kind from pg_constraint
     where connamespace = 'sandbox_shop'::regnamespace and contype in ('f', 'p', 'u') order by 1, 2`,
  );
  expect(constraints).toEqual([
    { table: 'sandbox_shop.customers', kind: 'p' },
    { table: 'sandbox_shop.customers', kind: 'u' },
    { table: 'sandbox_shop.orders', kind: 'f' },
    { table: 'sandbox_shop.orders', kind: 'p' },
  ]);
});

test("the plan's buckets hold objects, which are copied into the recovery region", async () => {
  const [bucket] = plan.buckets;
  if (!bucket) throw new Error('the plan has no bucket');
  const { primary, recovery } = plan.sites;
  const s3 = (region: string) => new S3Client({ ...client(region), forcePathStyle: true });
  const { ReplicationConfiguration } = await s3(primary.region).send(
    new GetBucketReplicationCommand({ Bucket: bucket.primary }),
  );
  expect(ReplicationConfiguration?.Rules).toMatchObject([
    { Status: 'Enabled', Destination: { Bucket: `arn:aws:s3:::${bucket.replica}` } },
  ]);
  const held = async (region: string, Bucket: string) => {
    const { Contents } = await s3(region).send(new ListObjectsV2Command({ Bucket }));
    return Contents?.map(({ Key, ETag }) => [Key, ETag]);
  };
  const objects = await held(primary.region, bucket.primary);
  expect(objects).toHaveLength(12);
  await expect.poll(() => held(recovery.region, bucket.replica)).toEqual(objects);
});

test('a backup is restored into the network that the plan names, and points in time can be had when asked for', async () => {
  const [database] = plan.databases;
  if (!database) throw new Error('the plan has no database');
  const source = primaryOf(plan, database);
  const restores = makeRdsRestores((region) => new RDSClient(client(region)));
  const rds = new RDSClient(client(source.region));
  const DBSnapshotIdentifier = 'before';
  await rds.send(
    new CreateDBSnapshotCommand({ DBSnapshotIdentifier, DBInstanceIdentifier: source.instance }),
  );
  const status = async () =>
    (await rds.send(new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier }))).DBSnapshots?.[0]?.Status;
  await expect.poll(status).toBe('available');
  const network = plan.drills.restore.network ?? null;
  const order = { region: source.region, instance: 'restored', run: 'run-1', network, tags: {} };
  expect(await restores.restoreSnapshot('before', { ...order, deletionProtection: false })).toMatchObject({
    status: 'creating',
  });
  expect(await restores.restorable(source)).toBeNull();
  await keepBackups({ endpoint: sandbox.endpoint, credentials: config.credentials }, [source]);
  await expect.poll(() => restores.restorable(source)).not.toBeNull();
});
