import { parseInstant } from '../../instant.ts';
import { onAnyClock } from '../../measurement/clock-error.ts';
import { clockProblems } from '../../measurement/clock-sanity.ts';
import { disruptionInterval } from '../../measurement/disruption-interval.ts';
import {
  durationBetween,
  earliestOf,
  type Interval,
  latestOf,
  notNegative,
} from '../../measurement/interval.ts';
import { ledgerGaps } from '../../measurement/ledger-gaps.ts';
import { findLoss, type Loss } from '../../measurement/loss.ts';
import { findOutage, type Outage } from '../../measurement/outage.ts';
import { type RecoveredDatabase, recoveredOf } from '../../measurement/recovered-rows.ts';
import { recoveryInterval } from '../../measurement/recovery-interval.ts';
import { serviceRecovery } from '../../measurement/service-recovery.ts';
import { findSplitBrain, type SplitBrain } from '../../measurement/split-brain.ts';
import { measureTable, type TableLoss } from '../../measurement/table-loss.ts';
import { attemptsOn, type TimedAttempt } from '../../measurement/timed-attempt.ts';
import { widthProblem } from '../../measurement/width-bound.ts';
import { backSource } from '../../run/back-source.ts';
import type { RunDatabase } from '../../run/run-parts.ts';
import type { SwitchoverInput } from '../../run/switchover-input.ts';
import type { RunFacts } from '../run-facts.ts';
import { type LegFacts, legsOf } from './leg-facts.ts';
import { withoutSecondCopy } from './second-copy.ts';

/** One database on one leg. */
export interface LegDatabase {
  readonly id: string;
  /** The server that roles went to; null when its promotion was not proven. */
  readonly server: string | null;
  readonly attempts: readonly TimedAttempt[];
  readonly outage: Outage | null;
  readonly splitBrain: SplitBrain;
  /** Why its times may not be relied on. */
  readonly doubts: readonly string[];
}

export interface MeasuredLeg {
  readonly facts: LegFacts;
  readonly databases: readonly LegDatabase[];
  /** When writers were refused, and served again, on every database; and when the required services answered too. */
  readonly refused: Interval | null;
  readonly served: Interval | null;
  readonly writersRefused: Interval | null;
  readonly interrupted: Interval | null;
  readonly withoutSecondCopy: Interval | null;
}

/** One database over the whole run: what writers were told against what the last primary holds. */
export interface WholeDatabase {
  readonly id: string;
  readonly attempts: readonly TimedAttempt[];
  readonly recovered: RecoveredDatabase | null;
  readonly loss: Loss | null;
  readonly table: TableLoss | null;
  readonly gaps: readonly string[];
}

export interface SwitchoverMeasurement {
  readonly databases: readonly WholeDatabase[];
  readonly legs: readonly MeasuredLeg[];
}

/** All numbers of a switchover, none of them judged yet, from the raw samples and the record's instants. */
export function measureSwitchover(input: SwitchoverInput, facts: RunFacts): SwitchoverMeasurement {
  return {
    databases: input.databases.map((database) => measureWhole(database, facts)),
    legs: legsOf(input, facts).map((leg) => measureLeg(leg, facts)),
  };
}

function measureWhole({ id, ledger }: RunDatabase, facts: RunFacts): WholeDatabase {
  const attempts = attemptsOn(id, facts.ledger);
  const missing = facts.outcome('ExportRun')?.missingLedgerSegments ?? [];
  const gaps = [...missing.filter((name) => name.startsWith(`ledger/${id}/`)), ...ledgerGaps(attempts)];
  const recovered = recoveredOf(id, facts.recovered);
  const recoveryServer = recovered?.server.server ?? null;
  const there = facts.outcome('ProvePromotion')?.databases.find((database) => database.id === id);
  return {
    id,
    attempts,
    recovered,
    loss: recovered && findLoss({ attempts, recovered, recoveryServer, ledgerComplete: gaps.length === 0 }),
    table:
      ledger &&
      measureTable({
        database: id,
        table: ledger.table,
        observed: facts.observed,
        recovered: facts.recovered,
        recoveryServer: there?.server ?? null,
        missingReadings: missing.filter((name) => name.startsWith(`reader/${id}/`)),
        disruption: null,
      }),
    gaps,
  };
}

function measureLeg(leg: LegFacts, facts: RunFacts): MeasuredLeg {
  const databases = leg.input.databases.map(({ id }) => measureDatabase(id, leg, facts));
  const outages = databases.flatMap(({ outage }) => outage ?? []);
  const refused = earliestOf(outages.map((outage) => disruptionInterval(outage)));
  const served = latestOfAll(databases.map(({ outage }) => outage && recoveryInterval(outage)));
  const answered = refused && latestOfAll([served, ...servicesOf(leg, facts, refused)]);
  return {
    facts: leg,
    databases,
    refused,
    served,
    writersRefused: between(refused, served),
    interrupted: between(refused, answered),
    withoutSecondCopy: withoutSecondCopy(leg),
  };
}

function measureDatabase(id: string, leg: LegFacts, facts: RunFacts): LegDatabase {
  const isOwn = ({ sent }: TimedAttempt) => sent >= leg.from && sent < leg.to;
  const attempts = attemptsOn(id, facts.ledger).filter(isOwn);
  const stale = attemptsOn(leg.leg === 'back' ? backSource(id) : id, facts.stale).filter(isOwn);
  const proof = leg.outcome('ProvePromotion')?.databases.find((database) => database.id === id);
  const { heartbeat } = leg.input;
  const requested = leg.outcome('DrainWriters')?.requestedAt;
  const outage = findOutage(attempts, {
    recoveryServer: proof?.server ?? null,
    goodToRecover: heartbeat.goodToRecover,
    requestedAt: requested === undefined ? null : parseInstant(requested),
    until: null,
  });
  const bearing = outage ? [outage.lastAcknowledged, outage.firstFailed, outage.recovered] : [];
  const width = outage && widthProblem(outage, disruptionInterval(outage), heartbeat);
  return {
    id,
    server: proof?.server ?? null,
    attempts,
    outage,
    splitBrain: findSplitBrain({
      ledger: attempts,
      stale,
      recoveryServer: proof?.server ?? null,
      proofAcknowledged: proof ? parseInstant(proof.writeAcknowledgedAt) : null,
    }),
    doubts: [...clockProblems(bearing.filter((attempt) => attempt !== null)), ...(width ? [width] : [])],
  };
}

function servicesOf({ input, exitedAt, to }: LegFacts, facts: RunFacts, refused: Interval) {
  const required = input.services.filter((service) => service.required);
  return required.map(({ name: service }) => {
    const question = { service, disruption: refused, verifiedAt: exitedAt('VerifyServices'), until: to };
    const { recovery } = serviceRecovery(facts.health, question);
    return recovery && onAnyClock(recovery);
  });
}

function between(from: Interval | null, to: Interval | null): Interval | null {
  return from && to && notNegative(durationBetween(from, to));
}

/** The latest, if all are known: one that never came is later than any. */
function latestOfAll(intervals: readonly (Interval | null)[]): Interval | null {
  const known = intervals.filter((interval) => interval !== null);
  return known.length === intervals.length ? latestOf(known) : null;
}
