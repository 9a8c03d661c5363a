import { join } from 'node:path';
import { expect } from 'vitest';
import type { DatabaseMeasurement } from '../../../lib/domain/measurement/database-measurement.ts';
import { durationBetween } from '../../../lib/domain/measurement/interval.ts';
import { readMeasuredRun } from '../../bench/run/read-run.ts';
import { muster, withStateDirectory } from './muster-command.ts';
import { type Testimony, whileWitnessed } from './second-witness.ts';

/** Of the plan's heartbeat. */
const INTERVAL_MS = 20;
const TOLERANCE_MS = Math.max(10, 2 * INTERVAL_MS);

/** What the client saw of an outage, in milliseconds. */
interface SeenOutage {
  /** From its last success to its next one. */
  readonly whole: number;
  /** Of that, what it took to log in at a server that had answered: its own business, and more on a busy machine. */
  readonly login: number;
}

/** `during` is an instant within the outage, in microseconds: it tells it from a moment in which the client was held up. */
function outageOf({ inserts, sessions }: Testimony, during: number): SeenOutage {
  const answered = inserts.filter((insert) => insert.answered !== null);
  const last = answered.findLast((insert) => (insert.answered ?? 0) <= during / 1000)?.answered;
  const next = answered.find((insert) => (insert.answered ?? 0) > during / 1000);
  if (!last || !next?.answered) throw new Error('the client saw no outage, or no end of it');
  const { sent } = next;
  const session = sessions.findLast(({ spoke, ready }) => ready <= sent && spoke > last);
  return { whole: next.answered - last, login: session ? session.ready - session.spoke : 0 };
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

/** Where the two differ by more than their errors allow, in milliseconds and rows; empty when they agree. */
function disagreementsOf(testimony: Testimony, database: DatabaseMeasurement): readonly string[] {
  const { disruption, recovery } = database;
  if (!disruption || !recovery) return ['the drill measured no outage'];
  const { low, high } = durationBetween(disruption, recovery);
  const [least, most] = [low / 1000 - TOLERANCE_MS, high / 1000 + TOLERANCE_MS];
  const seen = outageOf(testimony, (disruption.high + recovery.low) / 2);
  const allowed = lossAllowed(testimony, database);
  const lost = lostBy(testimony);
  return [
    ...(seen.whole >= least && seen.whole - seen.login <= most
      ? []
      : [`an outage of ${seen.whole} ms (login ${seen.login} ms), and not ${least} to ${most} ms`]),
    ...(lost >= allowed.least - 1 && lost <= allowed.most + 1
      ? []
      : [`${lost} rows lost, and not ${allowed.least} to ${allowed.most}, give or take one`]),
  ];
}

/**
 * Runs a drill beside a client that shares no code with the heartbeat, and answers where what the one reports differs
 * from what the other saw of the same outage and the same loss.
 */
export async function disagreements(faults: readonly string[]): Promise<readonly string[]> {
  let found: readonly string[] = ['nothing was compared'];
  await withStateDirectory(async (state) => {
    const out = join(state, 'run');
    const testimony = await whileWitnessed(state, async () => {
      const more = faults.flatMap((fault) => ['--fault', fault]);
      const drill = await muster(['drill', 'failover', '--json', '--out', out, ...more], state);
      // A busy machine may leave a drill inconclusive: what it measured is compared all the same.
      expect([0, 2], `${drill.stdout}\n${drill.stderr}`).toContain(drill.code);
    });
    const { databases } = (await readMeasuredRun(out)).measurement;
    found = databases.flatMap((database) => disagreementsOf(testimony, database));
  });
  return found;
}
