import { expect, test } from 'vitest';
import { watchedDatabase } from '../../../lib/cli/watch-samples.ts';
import { formatInstant } from '../../../lib/domain/instant.ts';
import type { HeartbeatStatus } from '../../../lib/domain/run/heartbeat-input.ts';
import { runKeys } from '../../../lib/domain/run/run-keys.ts';
import { StandingWatch } from '../../../lib/domain/run/standing-watch.ts';
import type { Journal } from '../../fakes/journal.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';

const SECOND = 1_000_000;
const START = 1_800_000_000 * SECOND;

const WATCH = StandingWatch.parse({
  schemaVersion: 1,
  run: 'watch-1',
  plan: { name: 'small', sha256: 'a' },
  startedAt: formatInstant(START),
  heartbeat: {
    intervalSeconds: 1,
    attemptTimeoutSeconds: 0.5,
    goodToRecover: 3,
    segmentSeconds: 600,
    stateMachineArn: 'arn',
  },
  detect: { failures: 3, withinSeconds: 5, timeoutSeconds: 30 },
  executions: [],
});

/** Lines of the attempts of one part: one a second, five of them. */
function part(segment: number, n: number, outcome: 'acknowledged' | 'in-doubt'): string {
  return Array.from({ length: 5 }, (_, index) => {
    const seq = n * 5 + index;
    const sent = START + (segment * 600 + seq) * SECOND;
    const line = {
      schemaVersion: 1,
      database: 'db',
      segment,
      seq,
      connection: 0,
      sent: formatInstant(sent),
      answered: formatInstant(sent + 1000),
      outcome,
      server: 'old',
      sentNs: '0',
      answeredNs: '1000000',
    };
    return `${JSON.stringify(line)}\n`;
  }).join('');
}

/** Segments of ten minutes, in parts of five seconds; good until part `lost` of segment 1. */
function bucket(lost: number, journal: Journal = []) {
  const parts = [0, 1].flatMap((segment) =>
    Array.from({ length: 120 }, (_, n) => {
      const good = segment === 0 || n < lost;
      const key = `${runKeys.series('watch-1', 'ledger', 'db')}${segment}-${n}.ndjson`;
      return [key, part(segment, n, good ? 'acknowledged' : 'in-doubt')] as const;
    }),
  );
  const status: HeartbeatStatus = {
    role: 'ledger',
    source: 'db',
    segment: 1,
    at: formatInstant(START + 1200 * SECOND),
    good: 1,
    bad: 1,
    lastGoodAt: null,
    detectedAt: null,
    failing: lost < 120,
    evidence: [],
    unhealthy: [],
  };
  const key = runKeys.status('watch-1', 'ledger', 'db');
  return makeMemoryObjects({ ...Object.fromEntries(parts), [key]: JSON.stringify(status) }, journal);
}

const look = (objects: ReturnType<typeof bucket>) =>
  watchedDatabase(objects, WATCH, { id: 'db', now: () => START + 1200 * SECOND });

test.each([
  ['minutes ago', 40],
  ['in the segment before', 0],
  ['never', 120],
])(
  'an outage that began %s is found, with the minute before it, and few objects are read',
  async (_, lost) => {
    const journal: Journal = [];
    const found = await look(bucket(lost, journal));
    const attempts = found.known ? found.value.attempts : [];
    const good = attempts.filter(({ outcome }) => outcome === 'acknowledged');
    expect(good.at(-1)?.sent).toBe(START + (600 + lost * 5 - 1) * SECOND);
    expect(good.length).toBeGreaterThanOrEqual(60);
    expect(attempts.some(({ outcome }) => outcome !== 'acknowledged')).toBe(lost < 120);
    expect(journal.filter((call) => call.startsWith('objects.get')).length).toBeLessThan(36);
  },
);

test('a watch that has not written anything yet says nothing', async () => {
  expect(await look(makeMemoryObjects())).toEqual({
    known: false,
    why: 'the watch has written nothing on db yet',
  });
});
