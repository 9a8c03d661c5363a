import { formatInstant, type Instant } from '../instant.ts';
import { type Interval, toSeconds } from '../measurement/interval.ts';
import type { FailoverJudgement } from '../run/failover-judgement.ts';
import type { FailoverInput } from '../run/failover-input.ts';
import { worstOf } from './finding.ts';
import { claimedLagOf, claimedLagSeconds } from './claimed-lag.ts';
import { allAtRisk, allHeartbeats, judgedDatabase, mostTooLow } from './judged-database.ts';
import { judgeGroup } from './judge-data.ts';
import { judgeServiceRpo } from './judge-rpo.ts';
import { judgeService } from './judge-service.ts';
import type { RunMeasurement } from './measure-run.ts';
import { phasesOf, splitOf } from './phases.ts';
import type { RunFacts } from './run-facts.ts';

/** The part of a judgement that is measured. */
export type Measured = Pick<
  FailoverJudgement,
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
export function measuredOf(input: FailoverInput, run: RunMeasurement, facts: RunFacts): Measured {
  return {
    rto: rtoOf(input, run, facts),
    rpo: rpoOf(input, run, facts),
    services: run.services.map((measured) => ({
      name: measured.service.name,
      rtoSeconds: seconds(measured.rto?.high),
      verdict: worstOf([judgeService(measured), ...judgeServiceRpo(measured.service, run.databases)]).verdict,
    })),
    databases: run.databases.map((database) =>
      judgedDatabase(database, input.objectives.rpoSeconds, claimedLagOf(database.id, facts)),
    ),
    consistency: run.groups.map((group) => ({
      group: group.name,
      skewSeconds: seconds(group.skew?.high),
      skewLowSeconds: seconds(group.skew?.low),
      verdict: judgeGroup(group).verdict,
    })),
    disruptedAt: text(run.disruption?.low),
    recoveredAt: text(run.recovery?.high),
    disruption: disruptionOf(run),
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

function rtoOf(input: FailoverInput, run: RunMeasurement, facts: RunFacts): FailoverJudgement['rto'] {
  if (!run.rto) return null;
  const bounds = boundsOf(run.rto, input.objectives.rtoSeconds);
  return { ...bounds, phases: [...phasesOf(input, run, facts)], split: splitOf(input, run, facts) };
}

function rpoOf(
  { objectives, heartbeat }: FailoverInput,
  run: RunMeasurement,
  facts: RunFacts,
): FailoverJudgement['rpo'] {
  if (!run.rpo) return null;
  const claims = run.databases.map(({ id, rpo }) => ({ rpo, claimedSeconds: claimedLagOf(id, facts) }));
  return {
    ...boundsOf(run.rpo, objectives.rpoSeconds),
    intervalSeconds: heartbeat.intervalSeconds,
    claimedLagSeconds: claimedLagSeconds(facts),
    claimTooLow: mostTooLow(claims),
    transactionsAtRisk: allAtRisk(run.databases),
    heartbeats: allHeartbeats(run.databases),
  };
}

/** The earliest of the databases' disruptions, and what bounds it. */
function disruptionOf({ disruption, databases }: RunMeasurement): FailoverJudgement['disruption'] {
  const moment = momentOf(disruption);
  const bound = databases.find((database) => database.detectedDisruption?.high === disruption?.high);
  return moment && { ...moment, boundedBy: bound?.boundedBy ?? 'heartbeat' };
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
