import { formatInstant } from '../../../lib/domain/instant.ts';
import type { RunMeasurement } from '../../../lib/domain/judge/measure-run.ts';
import type { Interval } from '../../../lib/domain/measurement/interval.ts';
import type { Judgement } from '../../../lib/domain/run/judgement.ts';
import type { Truth } from './truth.ts';

/**
 * Where a report is better than the truth, or its intervals leave the truth out; a sentence each, none when all is
 * well. The truth of a recovery is at the latest when its first write was acknowledged, and the truth of the loss is
 * the instant at which the network was cut.
 */
export function truthBreaches(
  truth: Truth,
  { disruption, recovery, databases }: RunMeasurement,
  { rto, rpo }: Pick<Judgement, 'rto' | 'rpo'>,
): readonly string[] {
  if (!disruption || !recovery || !rto || !rpo) return ['no outage was measured'];
  const trueRto = { low: recovery.low - truth.lostAt, high: recovery.high - truth.lostAt };
  const lost = databases.reduce((sum, { loss }) => sum + (loss?.lost.length ?? 0), 0);
  return [
    ...outside('the loss of the region', truth.lostAt, disruption),
    ...(rto.seconds * 1e6 < trueRto.high
      ? [`an RTO of ${rto.seconds} s is better than the truth, ${trueRto.high / 1e6} s`]
      : []),
    ...(rto.lowSeconds * 1e6 > trueRto.low
      ? [`an RTO of at least ${rto.lowSeconds} s leaves out the truth, ${trueRto.low / 1e6} s`]
      : []),
    ...walBreaches(truth, lost),
  ];
}

function outside(what: string, instant: number, { low, high }: Interval): readonly string[] {
  if (low <= instant && instant <= high) return [];
  return [
    `${what} at ${formatInstant(instant)} is outside of ${formatInstant(low)} to ${formatInstant(high)}`,
  ];
}

/** All WAL crossed: nothing can be lost. A row counted as lost must have been in WAL that had not crossed. */
function walBreaches({ receivedLsn, onDiskLsn }: Truth, lost: number): readonly string[] {
  if (receivedLsn === null || onDiskLsn === null) return [];
  return lost > 0 && onDiskLsn <= receivedLsn
    ? [`${lost} heartbeats are reported lost, though all WAL had crossed`]
    : [];
}
