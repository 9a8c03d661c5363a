import { formatInstant } from '../instant.ts';
import type { DatabaseMeasurement } from '../measurement/database-measurement.ts';
import { type Interval, toSeconds } from '../measurement/interval.ts';
import type { TransactionsAtRisk } from '../measurement/transactions-at-risk.ts';
import type { FailoverJudgement } from '../run/failover-judgement.ts';
import { judgeDatabaseRpo } from './judge-rpo.ts';
import { judgeTableRpo } from './judge-table.ts';

type JudgedDatabase = FailoverJudgement['databases'][number];
type Heartbeats = JudgedDatabase['heartbeats'];

/** One database in the judgement's shape. */
export function judgedDatabase(
  database: DatabaseMeasurement,
  objectiveSeconds: number,
  claimedLagSeconds: number | null,
): JudgedDatabase {
  const { id, rpo, point, pointInterval, risk } = database;
  return {
    id,
    rpoSeconds: rpo && toSeconds(rpo.high),
    rpoLowSeconds: rpo && toSeconds(rpo.low),
    recoveryPoint: point?.newestKept ? formatInstant(point.newestKept.sent) : null,
    recoveryPointBefore: pointInterval && formatInstant(pointInterval.high),
    claimedLagSeconds,
    claimTooLow: claimTooLow(rpo, claimedLagSeconds),
    transactionsAtRisk: risk.risk,
    heartbeats: heartbeatsOf(database),
    ledger: ledgerOf(database, objectiveSeconds),
    verdict: judgeDatabaseRpo(database, objectiveSeconds).verdict,
  };
}

/** By how much a claim of replication lag fell short of the measured loss; negative where it claimed more. */
export function claimTooLow(
  rpo: Interval | null,
  claimedSeconds: number | null,
): JudgedDatabase['claimTooLow'] {
  if (!rpo || claimedSeconds === null) return null;
  const claimed = Math.round(claimedSeconds * 1e6);
  return { lowSeconds: toSeconds(rpo.low - claimed), highSeconds: toSeconds(rpo.high - claimed) };
}

interface Claim {
  readonly rpo: Interval | null;
  readonly claimedSeconds: number | null;
}

/** The claim that was the most wrong: each is held against the loss of its own database. Null when none can be. */
export function mostTooLow(claims: readonly Claim[]): JudgedDatabase['claimTooLow'] {
  const known = claims.flatMap(({ rpo, claimedSeconds }) => claimTooLow(rpo, claimedSeconds) ?? []);
  return known.toSorted((a, b) => b.highSeconds - a.highSeconds)[0] ?? null;
}

function heartbeatsOf({ loss, splitBrain }: DatabaseMeasurement): Heartbeats {
  return {
    acknowledged: loss?.acknowledged.length ?? 0,
    lost: loss?.lost.length ?? 0,
    inDoubt: loss?.inDoubt.length ?? 0,
    inDoubtSurvived: loss?.inDoubtSurvived.length ?? 0,
    phantoms: loss?.phantoms.length ?? 0,
    holes: loss?.holes.length ?? 0,
    splitBrain: splitBrain.writes.length,
  };
}

/** Heartbeats of all databases together. */
export function allHeartbeats(databases: readonly DatabaseMeasurement[]): Heartbeats {
  const counts = databases.map(heartbeatsOf);
  const sum = (of: keyof Heartbeats) => counts.reduce((total, one) => total + one[of], 0);
  return {
    acknowledged: sum('acknowledged'),
    lost: sum('lost'),
    inDoubt: sum('inDoubt'),
    inDoubtSurvived: sum('inDoubtSurvived'),
    phantoms: sum('phantoms'),
    holes: sum('holes'),
    splitBrain: sum('splitBrain'),
  };
}

/** Of all databases together; null when it is not known of one of them. */
export function allAtRisk(databases: readonly DatabaseMeasurement[]): TransactionsAtRisk | null {
  const risks = databases.map(({ risk }) => risk.risk).filter((risk) => risk !== null);
  if (risks.length < databases.length) return null;
  const sum = (of: keyof TransactionsAtRisk) =>
    Math.round(risks.reduce((total, one) => total + one[of], 0) * 1000) / 1000;
  return {
    low: sum('low'),
    estimate: sum('estimate'),
    high: sum('high'),
    perSecond: sum('perSecond'),
    walBytesPerSecond: sum('walBytesPerSecond'),
  };
}

function ledgerOf(database: DatabaseMeasurement, objectiveSeconds: number): JudgedDatabase['ledger'] {
  const { tableLoss } = database;
  const finding = judgeTableRpo(database, objectiveSeconds);
  if (!tableLoss || !finding) return null;
  const { table, seen, lost, holes, rpo } = tableLoss;
  return {
    table,
    seen,
    lost: lost.length,
    holes: holes.length,
    rpoLowSeconds: rpo && toSeconds(rpo.low),
    rpoHighSeconds: rpo && toSeconds(rpo.high),
    verdict: finding.verdict,
  };
}
