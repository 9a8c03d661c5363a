import {
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  RebootDBInstanceCommand,
  RestoreDBInstanceToPointInTimeCommand,
  type RestoreDBInstanceToPointInTimeCommandInput,
  type DBInstance,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { existsSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PRIMARY } from '../faults/fixture-config.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';
import { serverHomeOf } from '../supervisor/small-sandbox.ts';

let fixture: WorldFixture;
let rds: RDSClient;

beforeAll(async () => {
  fixture = await startFixture({ walArchiveMs: 700 });
  rds = fixture.rds(PRIMARY);
});
afterAll(() => fixture?.close());

async function find(DBInstanceIdentifier: string): Promise<DBInstance | undefined> {
  return (await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }))).DBInstances?.[0];
}
const latest = async (id: string) => (await find(id))?.LatestRestorableTime?.getTime() ?? 0;
const untilRestorable = (id: string, at: number) => expect.poll(() => latest(id)).toBeGreaterThan(at);
const untilAvailable = (id: string) =>
  expect.poll(async () => (await find(id))?.DBInstanceStatus).toBe('available');

const keepBackups = (DBInstanceIdentifier: string, BackupRetentionPeriod: number) =>
  rds.send(
    new ModifyDBInstanceCommand({ DBInstanceIdentifier, BackupRetentionPeriod, ApplyImmediately: true }),
  );
const restore = (
  TargetDBInstanceIdentifier: string,
  more: Partial<RestoreDBInstanceToPointInTimeCommandInput>,
) =>
  rds.send(
    new RestoreDBInstanceToPointInTimeCommand({
      SourceDBInstanceIdentifier: 'orders-a',
      TargetDBInstanceIdentifier,
      ...more,
    }),
  );

const connect = (id: string) => fixture.connect({ port: fixture.port(id), user: 'app' });
const mark = (client: pg.Client, n: number) => client.query('insert into written values ($1)', [n]);
async function marksOf(id: string): Promise<number[]> {
  const client = await connect(id);
  const { rows } = await client.query('select n from written order by n');
  await client.end();
  return rows.map(({ n }) => n);
}

/** A moment of the server's clock that lies between what was done before and what is done after. */
async function between(client: pg.Client): Promise<Date> {
  await client.query('select pg_sleep(0.01)');
  const { rows } = await client.query('select clock_timestamp() as now');
  await client.query('select pg_sleep(0.01)');
  return rows[0].now;
}

const snapshotsHome = () => join(serverHomeOf(fixture.stateDir), 'snapshots', PRIMARY);
/** Directories of automated backups that are kept. */
const kept = () => (existsSync(snapshotsHome()) ? readdirSync(snapshotsHome()) : []);

let middle: Date;

test('nothing is archived, and no time can be restored, until somebody asks for backups', async () => {
  expect((await find('orders-a'))?.LatestRestorableTime).toBeUndefined();
  await expect(restore('early', { UseLatestRestorableTime: true })).rejects.toMatchObject({
    name: 'PointInTimeRestoreNotEnabledFault',
  });
  expect(kept()).toEqual([]);
});

test('an instance is restored to a time: the last mark before it is there, the first one after it is not', async () => {
  await keepBackups('orders-a', 7);
  await untilRestorable('orders-a', 0);
  const writer = await connect('orders-a');
  await mark(writer, 1);
  middle = await between(writer);
  await mark(writer, 2);
  const end = await between(writer);
  await writer.end();
  await untilRestorable('orders-a', end.getTime());
  const begun = await restore('middle', { RestoreTime: middle, BackupRetentionPeriod: 1 });
  expect(begun.DBInstance).toMatchObject({ DBInstanceStatus: 'creating', DeletionProtection: false });
  await restore('end', { UseLatestRestorableTime: true });
  await untilAvailable('middle');
  await untilAvailable('end');
  expect(await marksOf('middle')).toEqual([1]);
  expect(await marksOf('end')).toEqual([1, 2]);
  const writer2 = await connect('middle');
  await mark(writer2, 3);
  await writer2.end();
});

test('a segment is whole as soon as the archive shows it: a recovery that reads ahead fails at a part of one', async () => {
  const archive = kept().find((name) => existsSync(join(snapshotsHome(), name, 'wal')));
  if (archive === undefined) throw new Error(`no archive has a folder of segments: ${kept().join(', ')}`);
  const seen: string[] = [];
  const watcher = watch(join(snapshotsHome(), archive, 'wal'), (event, name) =>
    seen.push(`${event} ${name}`),
  );
  try {
    for (let shipment = 0; shipment < 2; shipment += 1) await untilRestorable('orders-a', Date.now());
  } finally {
    watcher.close();
  }
  const segments = seen.filter((event) => /[0-9A-F]{24}$/.test(event));
  expect(segments.length).toBeGreaterThan(0);
  // What is written to under its own name says so: what is moved there does not.
  expect(segments.filter((event) => event.startsWith('change'))).toEqual([]);
});

test('the archive goes on over a restart', async () => {
  await rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: 'orders-a' }));
  await untilAvailable('orders-a');
  const writer = await connect('orders-a');
  await mark(writer, 4);
  const end = await between(writer);
  await writer.end();
  await untilRestorable('orders-a', end.getTime());
  await restore('later', { UseLatestRestorableTime: true });
  await untilAvailable('later');
  expect(await marksOf('later')).toEqual([1, 2, 4]);
});

test('a time out of range is refused in AWS’s words, and so is what names none', async () => {
  await expect(restore('wrong', { RestoreTime: new Date(Date.now() + 60_000) })).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: expect.stringMatching(/^The specified instance cannot be restored to a time later than \S+Z\.$/),
  });
  await expect(restore('wrong', { RestoreTime: new Date('2020-01-01T00:00:00Z') })).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: expect.stringMatching(
      /^The specified instance cannot be restored to a time earlier than \S+Z because its backup retention period is set to 7 days\.$/,
    ),
  });
  for (const wrong of [{}, { RestoreTime: middle, UseLatestRestorableTime: true }])
    await expect(restore('wrong', wrong)).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  await expect(restore('end', { UseLatestRestorableTime: true })).rejects.toMatchObject({
    name: 'DBInstanceAlreadyExistsFault',
  });
});

test('an archive goes when no backups are wanted any more', async () => {
  await untilRestorable('middle', 0);
  expect(kept()).toHaveLength(2);
  await keepBackups('middle', 0);
  await expect.poll(() => kept()).toHaveLength(1);
  expect((await find('middle'))?.LatestRestorableTime).toBeUndefined();
});
