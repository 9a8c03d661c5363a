import { formatInstant, type Instant } from '../instant.ts';
import type { DatabaseMeasurement } from '../measurement/database-measurement.ts';
import { type Interval, toSeconds } from '../measurement/interval.ts';
import type { Judgement } from '../run/judgement.ts';
import type { RunInput } from '../run/run-input.ts';
import { worstOf } from './finding.ts';
import { claimedLagSeconds } from './findings.ts';
import { judgeGroup } from './judge-data.ts';
import { judgeDatabaseRpo, judgeServiceRpo } from './judge-rpo.ts';
import { judgeService } from './judge-service.ts';
import type { RunMeasurement } from './measure-run.ts';
import { phasesOf, splitOf } from './phases.ts';
import type { RunFacts } from './run-facts.ts';

/** The part of a judgement that is measured. */
export type Measured = Pick<
  Judgement,
  | 'rto'
  | 'rpo'
  | 'services'
  | 'databases'
  | 'consistency'
  | 'disruptedAt'
  | 'recoveredAt'
  | 'disruption'
  | 'recovery'
>;

export const NOTHING_MEASURED: Measured = {
  rto: null,
  rpo: null,
  services: [],
  databases: [],
  consistency: [],
  disruptedAt: null,
  recoveredAt: null,
  disruption: null,
  recovery: null,
};

/** Brings the measured numbers into the judgement's shape: seconds, and instants as text. */
export function measuredOf(input: RunInput, run: RunMeasurement, facts: RunFacts): Measured {
  return {
    rto: rtoOf(input, run, facts),
    rpo: rpoOf(input, run, facts),
    services: run.services.map((measured) => ({
      name: measured.service.name,
      rtoSeconds: seconds(measured.rto?.high),
      verdict: worstOf([judgeService(measured), ...judgeServiceRpo(measured.service, run.databases)]).verdict,
    })),
    databases: run.databases.map((database) => databaseOf(database, input)),
    consistency: run.groups.map((group) => ({
      group: group.name,
      skewSeconds: seconds(group.skew?.high),
      verdict: judgeGroup(group).verdict,
    })),
    disruptedAt: text(run.disruption?.low),
    recoveredAt: text(run.recovery?.high),
    disruption: momentOf(run.disruption),
    recovery: momentOf(run.recovery),
  };
}

/** `seconds` is the high bound: the truth lies inside the interval, so what is reported is never better than it. */
function boundsOf({ low, high }: Interval, targetSeconds: number) {
  return {
    seconds: toSeconds(high),
    lowSeconds: toSeconds(low),
    highSeconds: toSeconds(high),
    targetSeconds,
  };
}

function rtoOf({ objectives }: RunInput, run: RunMeasurement, facts: RunFacts): Judgement['rto'] {
  if (!run.rto) return null;
  const bounds = boundsOf(run.rto, objectives.rtoSeconds);
  return { ...bounds, phases: [...phasesOf(run, facts)], split: splitOf(run, facts) };
}

function rpoOf({ objectives, heartbeat }: RunInput, run: RunMeasurement, facts: RunFacts): Judgement['rpo'] {
  if (!run.rpo) return null;
  return {
    ...boundsOf(run.rpo, objectives.rpoSeconds),
    intervalSeconds: heartbeat.intervalSeconds,
    claimedLagSeconds: claimedLagSeconds(facts),
    heartbeats: heartbeatsOf(run.databases),
  };
}

/** Heartbeats of all databases together; what was lost of which stands in the reasons. */
function heartbeatsOf(databases: readonly DatabaseMeasurement[]) {
  const sum = (of: (database: DatabaseMeasurement) => number) =>
    databases.reduce((total, database) => total + of(database), 0);
  return {
    acknowledged: sum(({ loss }) => loss?.acknowledged.length ?? 0),
    lost: sum(({ loss }) => loss?.lost.length ?? 0),
    inDoubt: sum(({ loss }) => loss?.inDoubt.length ?? 0),
    inDoubtSurvived: sum(({ loss }) => loss?.inDoubtSurvived.length ?? 0),
    phantoms: sum(({ loss }) => loss?.phantoms.length ?? 0),
    holes: sum(({ loss }) => loss?.holes.length ?? 0),
    splitBrain: sum(({ splitBrain }) => splitBrain.writes.length),
  };
}

function databaseOf(database: DatabaseMeasurement, { objectives }: RunInput): Judgement['databases'][number] {
  return {
    id: database.id,
    rpoSeconds: seconds(database.rpo?.high),
    recoveryPoint: text(database.point?.newestKept?.sent),
    verdict: judgeDatabaseRpo(database, objectives.rpoSeconds).verdict,
  };
}

function momentOf(interval: Interval | null): { from: string; to: string } | null {
  return interval && { from: formatInstant(interval.low), to: formatInstant(interval.high) };
}

function seconds(micros: number | undefined): number | null {
  return micros === undefined ? null : toSeconds(micros);
}

/** An instant as a judgement holds it. */
export function text(instant: Instant | null | undefined): string | null {
  return instant === null || instant === undefined ? null : formatInstant(instant);
}
