import { type Instant, parseInstant } from '../instant.ts';
import { causalityProblems } from '../measurement/causality.ts';
import { onAnyClock } from '../measurement/clock-error.ts';
import { type DatabaseMeasurement, measureDatabase } from '../measurement/database-measurement.ts';
import {
  durationBetween,
  earliestOf,
  type Interval,
  latestOf,
  notNegative,
} from '../measurement/interval.ts';
import { type ServiceRecovery, serviceRecovery } from '../measurement/service-recovery.ts';
import { skewInterval } from '../measurement/skew.ts';
import { judgeReceipt } from '../run/receipt-proof.ts';
import type { FailoverInput } from '../run/failover-input.ts';
import type { RunDatabase, RunService } from '../run/run-parts.ts';
import { clockPairs } from './clock-pairs.ts';
import { detectedAt } from './detected-at.ts';
import type { RunFacts } from './run-facts.ts';

export interface MeasuredService extends ServiceRecovery {
  readonly service: RunService;
  readonly rto: Interval | null;
}

export interface MeasuredGroup {
  readonly name: string;
  readonly maxSkewSeconds: number;
  readonly skew: Interval | null;
}

/** All numbers of a run, none of them judged yet. Moments and durations are intervals of microseconds. */
export interface RunMeasurement {
  readonly databases: readonly DatabaseMeasurement[];
  readonly services: readonly MeasuredService[];
  readonly groups: readonly MeasuredGroup[];
  readonly disruption: Interval | null;
  /** When the first writes went through on every database, and when the required services answered too. */
  readonly firstWrite: Interval | null;
  readonly recovery: Interval | null;
  readonly rto: Interval | null;
  readonly rpo: Interval | null;
  readonly verifiedAt: Instant | null;
  /** Clocks of the run that cannot all be right. */
  readonly clocks: readonly string[];
}

/** Measures a run: the earliest disruption of its databases, the latest recovery of what has to recover. */
export function measureRun(input: FailoverInput, facts: RunFacts): RunMeasurement {
  const databases = input.databases.map((database) => measureOne(database, input, facts));
  const disruption = earliestOf(databases.flatMap((database) => database.detectedDisruption ?? []));
  const services = disruption
    ? input.services.map((service) => measureService(service, disruption, facts))
    : [];
  const firstWrite = latestOfAll(databases.map((database) => recoveryOn(database, databases.length)));
  const required = services.filter(({ service }) => service.required);
  const recovery = latestOfAll([firstWrite, ...required.map((service) => service.recovery)]);
  return {
    databases,
    services,
    groups: input.consistencyGroups.map((group) => measureGroup(group, databases)),
    disruption,
    firstWrite,
    recovery,
    rto: disruption && recovery && notNegative(durationBetween(disruption, recovery)),
    rpo: latestOfAll(databases.map((database) => database.rpo)),
    verifiedAt: verifiedAt(facts),
    clocks: causalityProblems(clockPairs(databases, deadBy(input, facts), facts)),
  };
}

/** A recovery that another process saw than the disruption is known to the error of their clocks. */
function recoveryOn({ recovery, outage }: DatabaseMeasurement, databases: number): Interval | null {
  const isOneClock = databases === 1 && outage?.recovered?.segment === outage?.lastAcknowledged.segment;
  return recovery && !isOneClock ? onAnyClock(recovery) : recovery;
}

/** The latest, if all are known: one that never came is later than any. */
function latestOfAll(intervals: readonly (Interval | null)[]): Interval | null {
  const known = intervals.filter((interval) => interval !== null);
  return known.length === intervals.length ? latestOf(known) : null;
}

function measureOne({ id, ledger }: RunDatabase, input: FailoverInput, facts: RunFacts): DatabaseMeasurement {
  const { heartbeat } = input;
  const proof = facts.outcome('ProvePromotion')?.databases.find((database) => database.id === id);
  const missing = facts.outcome('ExportRun')?.missingLedgerSegments ?? [];
  return measureDatabase({
    id,
    ledger: facts.ledger,
    stale: facts.stale,
    recovered: facts.recovered,
    observed: facts.observed,
    table: ledger?.table ?? null,
    recoveryServer: recoveryServer(id, facts),
    proofAcknowledged: proof ? parseInstant(proof.writeAcknowledgedAt) : null,
    timing: heartbeat,
    goodToRecover: heartbeat.goodToRecover,
    until: facts.enteredAt('ReturnRegion'),
    requestedAt: requestedAt(facts),
    detectedAt: detectedAt(facts),
    deadBy: deadBy(input, facts),
    missingSegments: missing.filter((name) => concernsLedgerOf(id, name)),
    missingReadings: missing.filter((name) => name.startsWith(`reader/${id}/`)),
  });
}

/** When a drill asked for its disruption; null when nothing was injected. */
function requestedAt(facts: RunFacts): Instant | null {
  const injected = facts.outcome('InjectDisruption');
  return injected && injected.adapter !== 'none' ? parseInstant(injected.requestedAt) : null;
}

/** When a drill's injector had every process of the region dead; a receipt with survivors says nothing of the kind. */
function deadBy({ scope, sites }: FailoverInput, facts: RunFacts): Instant | null {
  const receipt = facts.outcome('InjectDisruption')?.receipt ?? null;
  if (!receipt || scope === 'real' || judgeReceipt(receipt, sites.primary.region).result !== 'proven')
    return null;
  return parseInstant(receipt.at);
}

/** The server that was proven promoted; until it was, the replica that pre-flight saw. */
export function recoveryServer(id: string, facts: RunFacts): string | null {
  const proof = facts.outcome('ProvePromotion')?.databases.find((database) => database.id === id);
  const before = facts.outcome('PreFlight')?.databases.find((database) => database.id === id);
  return proof?.server ?? before?.replica.server ?? null;
}

/** Names are "<series>/<source>/<segment>-<n>"; one of an unknown shape is held against every database. */
function concernsLedgerOf(id: string, name: string): boolean {
  const [series, source, part] = name.split('/');
  return part === undefined || (series === 'ledger' && source === id);
}

/** Where the verification failed and was left out, people were asked in between: until then nothing was verified. */
function verifiedAt(facts: RunFacts): Instant | null {
  return facts.enteredAt('Hold') ?? facts.exitedAt('VerifyServices');
}

function measureService(service: RunService, disruption: Interval, facts: RunFacts): MeasuredService {
  const seen = serviceRecovery(facts.health, {
    service: service.name,
    disruption,
    verifiedAt: verifiedAt(facts),
    until: facts.enteredAt('ReturnRegion'),
  });
  const recovery = seen.recovery && onAnyClock(seen.recovery);
  const rto = recovery && notNegative(durationBetween(disruption, recovery));
  return { ...seen, recovery, service, rto };
}

function measureGroup(
  { name, databases: members, maxSkewSeconds }: FailoverInput['consistencyGroups'][number],
  databases: readonly DatabaseMeasurement[],
): MeasuredGroup {
  const points = members.map((member) => databases.find(({ id }) => id === member)?.pointInterval ?? null);
  return { name, maxSkewSeconds, skew: skewInterval(points) };
}
