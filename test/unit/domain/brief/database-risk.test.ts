import { expect, test } from 'vitest';
import {
  type ArrivedRow,
  databaseRisk,
  lastHeartbeat,
  type WatchedDatabase,
} from '../../../../lib/domain/brief/database-risk.ts';
import { formatInstant } from '../../../../lib/domain/instant.ts';
import { attempt, unanswered } from '../../../fakes/attempts.ts';

const every20ms = (from: number, until: number) =>
  Array.from({ length: (until - from) / 20 }, (_, index) => from + 20 * index);

const good = (until: number) => every20ms(0, until).map((ms) => attempt(ms));
const rows = (until: number): ArrivedRow[] =>
  every20ms(0, until).map((ms) => ({ segment: 0, seq: ms / 20, sent: ms * 1000 }));

/** Ten seconds of good heartbeats, the last sent at 9.98 s. */
function watched(other: Partial<WatchedDatabase> = {}): WatchedDatabase {
  return {
    id: 'db',
    now: 10_000_000,
    intervalSeconds: 0.02,
    status: { at: 9_990_000, lastGoodAt: 9_982_000, failing: false },
    attempts: good(10_000),
    stale: [],
    statistics: [],
    ...other,
  };
}

/** The same when the region went away: since then three attempts were not answered, and half a minute has passed. */
const LOST = watched({
  now: 40_000_000,
  status: { at: 39_500_000, lastGoodAt: 9_982_000, failing: true },
  attempts: [...good(10_000), unanswered(10_000), unanswered(10_120), unanswered(10_240)],
});

test('the last heartbeat is the last that was acknowledged, and how long ago that is', () => {
  expect(lastHeartbeat(LOST)).toEqual({
    known: true,
    value: { at: '1970-01-01T00:00:09.982000Z', secondsAgo: 30.018, failing: true },
  });
});

test('after a loss nothing more is at risk as time goes by: it ends with the first failure that is known', () => {
  const risk = databaseRisk(LOST, rows(9_900));
  expect(risk).toMatchObject({
    known: true,
    value: {
      ifLostNow: false,
      // Oldest lost one answered at 9.902 s, last good one sent at 9.98 s; newest kept sent at 9.88 s, failure known at 10.1 s.
      lowSeconds: 0.08,
      highSeconds: 0.22,
      heartbeats: { low: 5, high: 5 },
      writes: { known: false, why: "nobody read the statistics of db's primary before the disruption" },
    },
  });
});

test('while heartbeats are acknowledged it is what a loss at this moment would cost', () => {
  expect(databaseRisk(watched(), rows(9_980))).toMatchObject({
    known: true,
    value: { ifLostNow: true, lowSeconds: 0, highSeconds: 0.04, heartbeats: { low: 1, high: 1 } },
  });
});

test('heartbeats of which no line is stored yet widen the count, and never narrow it', () => {
  const late = watched({ attempts: good(8_000), stale: [] });
  expect(databaseRisk(late, rows(7_900))).toMatchObject({
    value: { heartbeats: { low: 5, high: 5 + 100 } },
  });
  // What has arrived since the last line is on the replica, and not at risk.
  expect(databaseRisk(late, rows(9_980))).toMatchObject({ value: { heartbeats: { low: 0, high: 1 } } });
});

test('a replica that is behind all samples that were read loses what lies before them as well', () => {
  const window = watched({ attempts: good(10_000).slice(-100) });
  expect(databaseRisk(window, rows(20))).toMatchObject({
    value: { highSeconds: 10, heartbeats: { low: 100, high: 100 + 400 } },
  });
});

test('the application loses by its rate before: without the rows of the heartbeat itself', () => {
  const statistics = Array.from({ length: 10 }, (_, index) => ({
    schemaVersion: 1 as const,
    line: 'statistics' as const,
    database: 'db',
    segment: 0,
    reading: index,
    server: 'old',
    sent: formatInstant(index * 1_000_000),
    answered: formatInstant(index * 1_000_000 + 1_000),
    // 50 heartbeats a second, and 30 of the application's.
    writeIds: index * 80,
    commits: index * 80,
    otherCommits: 0,
    rollbacks: 0,
    walBytes: index * 10_000,
  }));
  const risk = databaseRisk({ ...LOST, statistics }, rows(9_900));
  const writes = risk.known && risk.value.writes.known ? risk.value.writes.value : null;
  expect(writes?.perSecond).toBeGreaterThan(29);
  expect(writes?.perSecond).toBeLessThan(31);
  expect(writes?.estimate).toBeGreaterThan(2);
  expect(writes?.estimate).toBeLessThan(7);
  expect(writes?.high).toBeGreaterThanOrEqual(7);
});

test.each([
  {
    what: 'a watch that is silent',
    facts: watched({ now: 60_000_000 }),
    arrived: rows(20),
    why: 'the watch has said nothing for 50 s',
  },
  {
    what: 'a replica without rows',
    facts: watched(),
    arrived: [],
    why: 'no heartbeat of the watch is on the replica',
  },
  {
    what: 'no acknowledgement in the samples',
    facts: watched({ attempts: [unanswered(0)], status: { at: 9_990_000, lastGoodAt: null, failing: true } }),
    arrived: rows(20),
    why: 'no heartbeat was acknowledged in the samples that were read',
  },
])('$what gives no number, and says why', ({ facts, arrived, why }) => {
  expect(databaseRisk(facts, arrived)).toEqual({ known: false, why });
});
