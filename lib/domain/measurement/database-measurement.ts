import type { Instant } from '../instant.ts';
import type { Attempt } from '../ledger/attempt.ts';
import type { ObservedLine, ObservedStatistics } from '../ledger/observed-line.ts';
import type { RecoveredLine } from '../ledger/recovered-row.ts';
import { clockProblems } from './clock-sanity.ts';
import { disruptionInterval, isBoundedByReceipt } from './disruption-interval.ts';
import type { Interval } from './interval.ts';
import { ledgerGaps } from './ledger-gaps.ts';
import { findLoss, type Loss } from './loss.ts';
import { findOutage, type Outage } from './outage.ts';
import { type RecoveryPoint, recoveryPoint, recoveryPointInterval } from './recovery-point.ts';
import { type RecoveredDatabase, recoveredOf } from './recovered-rows.ts';
import { recoveryInterval } from './recovery-interval.ts';
import { rpoAtLeast, rpoInterval } from './rpo.ts';
import { servedAgain } from './served-again.ts';
import { findSplitBrain, type SplitBrain } from './split-brain.ts';
import { measureTable, type TableLoss } from './table-loss.ts';
import { attemptsOn, type TimedAttempt } from './timed-attempt.ts';
import { type RiskAnswer, transactionsAtRisk } from './transactions-at-risk.ts';
import { type ProbeTiming, widthProblem } from './width-bound.ts';

/** The raw data of a run, as far as one database's measurement rests on it. */
export interface DatabaseEvidence {
  readonly id: string;
  readonly ledger: readonly Attempt[];
  readonly stale: readonly Attempt[];
  readonly recovered: readonly RecoveredLine[];
  readonly observed: readonly ObservedLine[];
  /** Name of the plan's own ledger; null when it has none. */
  readonly table: string | null;
  readonly recoveryServer: string | null;
  readonly proofAcknowledged: Instant | null;
  readonly timing: ProbeTiming;
  readonly goodToRecover: number;
  readonly until: Instant | null;
  readonly requestedAt: Instant | null;
  /** When the plan's rule fired; null when it never did. */
  readonly detectedAt: Instant | null;
  /** When the injector states that every process of the old primary was dead; null when it does not. */
  readonly deadBy: Instant | null;
  /** Names of ledger segments that the export missed. */
  readonly missingSegments: readonly string[];
  /** Names of what it missed of the reader's. */
  readonly missingReadings: readonly string[];
}

/** All that was measured on one database. `gaps`, `clocks`, `width` say why its times may not be trusted. */
export interface DatabaseMeasurement {
  readonly id: string;
  readonly attempts: readonly TimedAttempt[];
  readonly outage: Outage | null;
  /** Of the outage that the promotion ended: what was lost counts from there. */
  readonly disruption: Interval | null;
  /** Of the one that was detected: an earlier one where the old primary came back in between, and the same otherwise. */
  readonly detectedDisruption: Interval | null;
  /** How many heartbeats the old primary acknowledged after its loss had been detected. */
  readonly servedAgain: number;
  /** What says that the disruption was not later: the first failure that the heartbeat knew, or the receipt. */
  readonly boundedBy: 'heartbeat' | 'receipt';
  readonly recovery: Interval | null;
  readonly recovered: RecoveredDatabase | null;
  readonly loss: Loss | null;
  readonly point: RecoveryPoint | null;
  readonly pointInterval: Interval | null;
  readonly rpo: Interval | null;
  /** What is certain of the loss, in microseconds, also when `rpo` is not known. */
  readonly rpoAtLeast: number;
  readonly risk: RiskAnswer;
  readonly tableLoss: TableLoss | null;
  readonly splitBrain: SplitBrain;
  readonly gaps: readonly string[];
  readonly clocks: readonly string[];
  readonly width: string | null;
}

/** Measures one database: its outage, its loss and its recovery point. Pure: the same evidence gives the same numbers. */
export function measureDatabase(evidence: DatabaseEvidence): DatabaseMeasurement {
  const { id, recoveryServer, timing, table } = evidence;
  const attempts = attemptsOn(id, evidence.ledger);
  const stale = attemptsOn(id, evidence.stale);
  const gaps = [...evidence.missingSegments, ...ledgerGaps(attempts)];
  const outage = findOutage(attempts, evidence);
  const detected = findOutage(withoutReturn(attempts, evidence), evidence);
  const disruption = outage && disruptionInterval(outage, evidence.deadBy);
  const recovered = recoveredOf(id, evidence.recovered);
  const loss =
    recovered && findLoss({ attempts, recovered, recoveryServer, ledgerComplete: gaps.length === 0 });
  const point = loss && recoveryPoint(loss, recoveryServer);
  const rpo = disruption && point && rpoInterval(disruption, point, timing.intervalSeconds);
  const statistics = statisticsOf(evidence);
  return {
    id,
    attempts,
    outage,
    disruption,
    detectedDisruption: detected && disruptionInterval(detected, evidence.deadBy),
    servedAgain: servedAgain(attempts, evidence).length,
    boundedBy: outage && isBoundedByReceipt(outage, evidence.deadBy) ? 'receipt' : 'heartbeat',
    recovery: outage && recoveryInterval(outage),
    recovered,
    loss,
    point,
    pointInterval: disruption && point && recoveryPointInterval(point, disruption),
    rpo,
    rpoAtLeast: disruption && point ? rpoAtLeast(disruption, point) : 0,
    risk: transactionsAtRisk({ id, statistics, own: [...attempts, ...stale], disruption, rpo }),
    tableLoss: table === null ? null : measureTable({ ...evidence, database: id, table, disruption }),
    splitBrain: findSplitBrain({ ...evidence, ledger: attempts, stale }),
    gaps,
    clocks: clockProblems(bearingAttempts(outage, point)),
    width: outage && widthProblem(outage, disruptionInterval(outage), timing),
  };
}

function withoutReturn(
  attempts: readonly TimedAttempt[],
  evidence: DatabaseEvidence,
): readonly TimedAttempt[] {
  const again = new Set(servedAgain(attempts, evidence));
  return again.size === 0 ? attempts : attempts.filter((attempt) => !again.has(attempt));
}

/** What was read of the primary: of a server that was promoted nothing is said. */
function statisticsOf({ id, observed, recoveryServer }: DatabaseEvidence): readonly ObservedStatistics[] {
  const own = observed.filter((line) => line.database === id && line.server !== recoveryServer);
  return own.filter((line) => line.line === 'statistics');
}

/** The few attempts whose times the numbers are made of. */
function bearingAttempts(outage: Outage | null, point: RecoveryPoint | null): readonly TimedAttempt[] {
  const bounds = outage ? [outage.lastAcknowledged, outage.firstFailed, outage.recovered] : [];
  return [...bounds, point?.newestKept ?? null, point?.oldestLost ?? null].filter(
    (attempt) => attempt !== null,
  );
}
