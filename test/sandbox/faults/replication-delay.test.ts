import { setTimeout as sleep } from 'node:timers/promises';
import { PromoteReadReplicaCommand } from '@aws-sdk/client-rds';
import type pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { put, undo } from './experiment-driver.ts';
import { RECOVERY } from './fixture-config.ts';
import { truthLines } from './truth-lines.ts';
import { until } from './until.ts';
import { waysIn } from './ways-in.ts';
import { startFixture, type WorldFixture } from './world-fixture.ts';

const DELAY_MS = 1_000;

let fixture: WorldFixture;
let writer: pg.Client;
let replica: pg.Client;
let operator: pg.Client;

beforeEach(async () => {
  fixture = await startFixture();
  writer = await fixture.connect({ port: waysIn(fixture).inside, user: 'app' });
  replica = await fixture.connect({ port: fixture.port('orders-b'), user: 'operator' });
  operator = await fixture.connect({ port: waysIn(fixture).operator, user: 'operator' });
});
afterEach(async () => {
  await Promise.all([writer, replica, operator].map((one) => one?.end().catch(() => undefined)));
  await fixture?.close();
});

interface Written {
  readonly n: number;
  readonly sentAt: bigint;
  readonly lsn: string;
}

/** Commits a row every 10 ms until told otherwise; each with the end of its WAL. */
function keepWriting() {
  const rows: Written[] = [];
  const ended = new AbortController();
  const done = (async () => {
    for (let n = 1; !ended.signal.aborted; n++) {
      const sentAt = process.hrtime.bigint();
      await writer.query(`insert into written values (${n})`);
      const { rows: answer } = await writer.query<{ lsn: string }>('select pg_current_wal_insert_lsn() lsn');
      rows.push({ n, sentAt, lsn: answer[0]?.lsn ?? '' });
      await sleep(10);
    }
  })().catch(() => undefined);
  return { rows, stop: () => (ended.abort(), done) };
}

/** Whether the primary has put all of its WAL on its way to the replica. */
async function isAllSent(): Promise<boolean> {
  const { rows } = await operator.query<{ sent: boolean }>(
    'select sent_lsn >= pg_current_wal_insert_lsn() as sent from pg_stat_replication',
  );
  return rows.length === 1 && rows[0]?.sent === true;
}

async function rowsOnReplica(): Promise<number[]> {
  const answer = await replica.query<{ n: number }>('select n from written order by n');
  return answer.rows.map(({ n }) => n);
}

test('a row is on the replica after the delay and not before, and the undo brings all at once, in order', async () => {
  const id = await put(fixture, `replication-delay=${DELAY_MS}ms`);
  const sentAt = performance.now();
  await writer.query('insert into written values (1)');
  await until('the row on the replica', async () => (await rowsOnReplica()).includes(1));
  expect(performance.now() - sentAt).toBeGreaterThanOrEqual(DELAY_MS);

  await undo(fixture, id);
  const long = await put(fixture, 'replication-delay=10m');
  for (const n of [2, 3, 4]) await writer.query(`insert into written values (${n})`);
  await until('all of it to be sent', isAllSent);
  expect(await rowsOnReplica()).toEqual([1]);
  await undo(fixture, long);
  await until('all rows', async () => (await rowsOnReplica()).length === 4);
});

test('of a region that is lost exactly those rows survive that had crossed', async () => {
  await put(fixture, `replication-delay=${DELAY_MS}ms`);
  const writing = keepWriting();
  await until('rows on the replica', async () => (await rowsOnReplica()).length > 20);
  const loss = await put(fixture, 'region-loss');
  await writing.stop();
  await fixture.rds(RECOVERY).send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: 'orders-b' }));
  const inRecovery = 'select pg_is_in_recovery() as yes';
  await until('promoted', async () => (await replica.query(inRecovery)).rows[0].yes === false);

  const survived = await rowsOnReplica();
  expect(survived).toEqual(survived.map((_, index) => index + 1));
  // The link is cut between these two: a row that is due in between may cross.
  const [requestedAt = 0n, deadAt = 0n] = ['kill-requested', 'all-dead'].map((event) =>
    BigInt(truthLines(fixture.stateDir, event)[0]?.ns ?? 0),
  );
  const dueBy = (instant: bigint) => (row: Written) => row.sentAt < instant - BigInt(DELAY_MS) * 1_000_000n;
  const lost = writing.rows.filter(({ n }) => n > survived.length);
  expect(lost.length).toBeGreaterThan(10);
  // What was sent within the delay before the loss cannot have crossed; but for a moment of work, all else has.
  const late = writing.rows.filter((row) => !dueBy(deadAt)(row));
  expect(late.length).toBeGreaterThan(10);
  expect(late.every(({ n }) => n > survived.length)).toBe(true);
  expect(lost.filter(dueBy(requestedAt)).length).toBeLessThan(10);

  const [crossed] = truthLines(fixture.stateDir, 'wal-received');
  expect(crossed?.['bytesNeverCrossed']).toBeGreaterThan(0);
  const upTo = writing.rows.filter(({ lsn }) => position(lsn) <= position(String(crossed?.['lsn']))).length;
  expect(Math.abs(upTo - survived.length)).toBeLessThanOrEqual(1);
  await undo(fixture, loss);
});

function position(lsn: string): bigint {
  const [high = '0', low = '0'] = lsn.split('/');
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

test('with a bandwidth the stream takes as long as its bytes need', async () => {
  await put(fixture, 'bandwidth=100kB/s');
  await writer.query('select 1');
  const before = performance.now();
  await writer.query('insert into written select generate_series(1, 3000)');
  await until('all rows', async () => (await rowsOnReplica()).length === 3000);
  // 3,000 rows and their index entries are some 350 kB of WAL.
  expect(performance.now() - before).toBeGreaterThan(2_000);
});
