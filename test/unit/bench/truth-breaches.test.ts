import { expect, test } from 'vitest';
import { judgedFailover } from '../../fakes/judged-failover.ts';
import { measureRun } from '../../../lib/domain/judge/measure-run.ts';
import { readRun } from '../../../lib/domain/judge/run-facts.ts';
import type { Truth } from '../../bench/run/truth.ts';
import { truthBreaches } from '../../bench/run/truth-breaches.ts';
import { buildRunFixture, type RunFixture } from '../../fakes/run-fixture.ts';
import { sha256 } from '../../fakes/sha256.ts';

const MS = 1_000;
const CROSSED = { receivedLsn: 8n, onDiskLsn: 8n };

/** A run as it was measured and judged, and what its world knows of it when all WAL had crossed. */
function measured(fixture: RunFixture) {
  const files = { directory: '.', texts: fixture.texts };
  const { input, timeline } = fixture;
  const ids = input.databases.map(({ id }) => id);
  const truth: Truth = {
    lostAt: fixture.truth.killedAt,
    allDeadAt: fixture.truth.killedAt,
    wal: new Map(input.databases.map(({ primary }) => [primary.instance, CROSSED])),
    ledElsewhere: {
      database: new Map(ids.map((id) => [id, timeline.recoversAt])),
      service: new Map(input.services.map(({ name }) => [name, timeline.recoversAt])),
    },
  };
  const run = { input, measurement: measureRun(input, readRun(files)) };
  return { truth, run, judgement: judgedFailover(files, sha256) };
}

const { truth, run, judgement } = measured(buildRunFixture({ seed: 7, databases: { orders: 0 } }));

/** The same truth, but for when the doors of databases led their clients elsewhere. */
function ledAt(...doors: readonly (readonly [string, number])[]): Truth {
  return { ...truth, ledElsewhere: { ...truth.ledElsewhere, database: new Map(doors) } };
}

/** The same run, but for one database's recovery. */
function recovering(low: number, high: number) {
  const databases = run.measurement.databases.map((one) => ({ ...one, recovery: { low, high } }));
  return { ...run, measurement: { ...run.measurement, databases } };
}

test('a report that holds the truth in its intervals breaches nothing', () => {
  expect(truthBreaches(truth, run, judgement)).toEqual([]);
});

test('a report that is better than the truth is named', () => {
  const { rto } = judgement;
  const better = { ...judgement, rto: rto && { ...rto, seconds: 0.001 } };
  expect(truthBreaches(truth, run, better)).toEqual([
    expect.stringMatching(/^an RTO of 0\.001 s is better than the truth, which is more than 0\.\d+ s$/),
  ]);
});

test('a report that claims a longer outage than there can have been is named', () => {
  const { rto } = judgement;
  const worse = { ...judgement, rto: rto && { ...rto, lowSeconds: 60, seconds: 60 } };
  expect(truthBreaches(truth, run, worse)).toEqual([
    expect.stringMatching(/^an RTO of at least 60 s leaves out the truth, which may be 0\.\d+ s$/),
  ]);
});

test('a loss outside of the reported interval is named', () => {
  const later = { ...truth, lostAt: truth.lostAt + 5_000 * MS };
  expect(truthBreaches(later, run, judgement)).toContainEqual(
    expect.stringMatching(/^the loss of the region at .* is outside of .* to /),
  );
});

test('a recovery that is said to be over before the door led anybody there is named', () => {
  const led = truth.ledElsewhere.database.get('orders') ?? 0;
  const early = recovering(led - 40 * MS, led - 10 * MS);
  expect(truthBreaches(truth, early, judgement)).toEqual([
    expect.stringMatching(/^orders is said to serve by .*; its door led nobody there before at .*Z$/),
  ]);
});

test('a recovery that is said to begin after clients were led there is named', () => {
  const led = truth.ledElsewhere.database.get('orders') ?? 0;
  expect(truthBreaches(truth, recovering(led + 10 * MS, led + 40 * MS), judgement)).toEqual([
    expect.stringMatching(/^orders is said to serve nobody before .*; its door led clients there at .*Z$/),
  ]);
});

test('a measurement and a report that are wrong together are both named', () => {
  const later = truthBreaches(ledAt(['orders', truth.lostAt + 60_000 * MS]), run, judgement);
  expect(later).toEqual([
    expect.stringMatching(/^orders is said to serve by /),
    expect.stringMatching(/^an RTO of 0\.\d+ s is better than the truth, which is more than 60 s$/),
  ]);
});

test('a recovery without a door that led anybody elsewhere is named', () => {
  expect(truthBreaches(ledAt(), run, judgement)).toContain(
    'orders recovered, and its door led nobody to another site',
  );
});

test('a service that answers before its door led anybody there is named', () => {
  const service = new Map([['checkout', truth.lostAt + 60_000 * MS]]);
  const late = { ...truth, ledElsewhere: { ...truth.ledElsewhere, service } };
  expect(truthBreaches(late, run, judgement)).toEqual([
    expect.stringMatching(/^checkout is said to serve by /),
  ]);
});

test('rows that are lost though all WAL had crossed are named', () => {
  const lossy = measured(buildRunFixture({ seed: 7, databases: { orders: 200 } }));
  expect(truthBreaches(lossy.truth, lossy.run, lossy.judgement)).toEqual([
    expect.stringMatching(/^\d+ heartbeats of orders are reported lost, though all WAL had crossed$/),
  ]);
  const behind = new Map([['orders-a', { ...CROSSED, onDiskLsn: 9n }]]);
  expect(truthBreaches({ ...lossy.truth, wal: behind }, lossy.run, lossy.judgement)).toEqual([]);
});

test('the WAL of one database says nothing of another', () => {
  const both = measured(buildRunFixture({ seed: 7, databases: { orders: 200, audit: 0 } }));
  const wal = new Map([
    ['orders-a', { ...CROSSED, onDiskLsn: 9n }],
    ['audit-a', CROSSED],
  ]);
  expect(truthBreaches({ ...both.truth, wal }, both.run, both.judgement)).toEqual([]);
  const swapped = new Map([
    ['orders-a', CROSSED],
    ['audit-a', { ...CROSSED, onDiskLsn: 9n }],
  ]);
  expect(truthBreaches({ ...both.truth, wal: swapped }, both.run, both.judgement)).toEqual([
    expect.stringMatching(/^\d+ heartbeats of orders are reported lost, though all WAL had crossed$/),
  ]);
});
