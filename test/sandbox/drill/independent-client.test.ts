import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DatabaseMeasurement } from '../../../lib/domain/measurement/database-measurement.ts';
import { durationBetween } from '../../../lib/domain/measurement/interval.ts';
import { readMeasuredRun } from '../../bench/run/read-run.ts';
import { muster, withStateDirectory } from './muster-command.ts';
import { type Testimony, whileWitnessed } from './second-witness.ts';

const MINUTES = 60_000;
/** Of the plan's heartbeat. */
const INTERVAL_MS = 20;
const TOLERANCE_MS = Math.max(10, 2 * INTERVAL_MS);

/**
 * From the client's last success to its next one, in milliseconds. `during` is an instant within the outage, in
 * microseconds: it tells this outage from a moment in which a busy machine held the client up.
 */
function outageOf({ inserts }: Testimony, during: number): number {
  const answers = inserts.flatMap(({ answered }) => answered ?? []);
  const last = answers.findLast((at) => at <= during / 1000);
  const next = answers.find((at) => at > during / 1000);
  if (last === undefined || next === undefined) throw new Error('the client saw no outage, or no end of it');
  return next - last;
}

/** Rows that the client was told are safe, and that the promoted server does not have. */
function lostBy({ inserts, kept }: Testimony): number {
  return inserts.filter(({ n, answered }) => answered !== null && !kept.has(n)).length;
}

/**
 * How many rows the client must have lost, and may have, if the drill's recovery point is right. What was sent after
 * the drill's oldest lost heartbeat was answered is lost; what was answered before its newest kept one was sent is
 * kept; a row between the two may be either. Only rows from before the outage can be lost at all.
 */
function lossAllowed({ inserts }: Testimony, { point, outage }: DatabaseMeasurement) {
  const recovered = (outage?.recovered?.sent ?? 0) / 1000;
  const acknowledged = inserts.filter(({ answered }) => answered !== null && answered < recovered);
  const surely = (point?.oldestLost?.answered ?? Number.POSITIVE_INFINITY) / 1000;
  const possibly = (point?.oldestLost ? (point.newestKept?.sent ?? 0) : Number.POSITIVE_INFINITY) / 1000;
  return {
    least: acknowledged.filter(({ sent }) => sent > surely).length,
    most: acknowledged.filter(({ answered }) => (answered ?? 0) > possibly).length,
  };
}

test.each([
  { faults: ['region-loss'] },
  { faults: ['region-loss=refused'] },
  { faults: ['region-loss', 'replication-delay=500ms'] },
])(
  'a client that shares no code with the heartbeat sees the same outage and the same loss: $faults',
  { timeout: 5 * MINUTES },
  ({ faults }: { faults: readonly string[] }) =>
    withStateDirectory(async (state) => {
      const out = join(state, 'run');
      const testimony = await whileWitnessed(state, async () => {
        const more = faults.flatMap((fault) => ['--fault', fault]);
        const drill = await muster(['drill', 'failover', '--json', '--out', out, ...more], state);
        // A busy machine may leave a drill inconclusive: what it measured is compared all the same.
        expect([0, 2], `${drill.stdout}\n${drill.stderr}`).toContain(drill.code);
      });

      const [database] = (await readMeasuredRun(out)).measurement.databases;
      if (!database?.disruption || !database.recovery) throw new Error('the drill measured no outage');
      const reported = durationBetween(database.disruption, database.recovery);
      const seen = outageOf(testimony, (database.disruption.high + database.recovery.low) / 2);
      expect(seen).toBeGreaterThanOrEqual(reported.low / 1000 - TOLERANCE_MS);
      expect(seen).toBeLessThanOrEqual(reported.high / 1000 + TOLERANCE_MS);
      const allowed = lossAllowed(testimony, database);
      expect(lostBy(testimony)).toBeGreaterThanOrEqual(allowed.least - 1);
      expect(lostBy(testimony)).toBeLessThanOrEqual(allowed.most + 1);
    }),
);
