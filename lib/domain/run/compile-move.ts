import { PlanInvalid } from '../failure.ts';
import { inLadderOrder } from '../fence/rung.ts';
import { leastWindowSeconds } from '../plan/detection.ts';
import type { PlanHealthCheck } from '../plan/health-check.ts';
import { attemptTimeoutSeconds } from '../plan/heartbeat.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import type { Service } from '../plan/service.ts';
import { wavesOf } from '../plan/waves.ts';
import { compileCommon, type RunContext } from './compile-common.ts';
import type { FenceInput } from './fence-input.ts';
import type { MoveInput } from './move-input.ts';
import type { StandingWatch } from './standing-watch.ts';
import { planKeys } from './run-keys.ts';
import type { HealthCheck, RunService } from './run-parts.ts';
import { writersKeyOf } from './writers-key.ts';

export interface MoveContext extends RunContext {
  /** Stands for heartbeat.interval. */
  readonly intervalSeconds?: number;
  /** The watch whose series a real run goes on with: it is measured by that one's interval and rule. */
  readonly watch?: StandingWatch | null;
}

/**
 * What every kind of run that moves the service has of its plan.
 * @throws PlanInvalid when the context's interval is one at which the plan's detection could never fire.
 */
export function compileMove(plan: RecoveryPlan, context: MoveContext) {
  return {
    ...compileCommon(plan, context),
    objectives: { rtoSeconds: plan.objectives.rto.seconds, rpoSeconds: plan.objectives.rpo.seconds },
    services: runServices(plan, context),
    consistencyGroups: databaseGroups(plan),
    backgroundJobs: plan.backgroundJobs.map(({ name }) => ({ name })),
    stopConditions: [],
    switchKey: planKeys.traffic(plan.name),
    jobsKey: planKeys.jobs(plan.name),
    ...runRules(plan, context),
    ...watchRules(context.watch ?? null),
  } satisfies Omit<MoveInput, 'kind' | 'criticalHandlers'>;
}

function watchRules(watch: StandingWatch | null) {
  if (!watch) return { watch: null };
  const { run, heartbeat, detect } = watch;
  return { watch: { run }, heartbeat, detect };
}

function runRules(plan: RecoveryPlan, context: MoveContext) {
  const { intervalSeconds = plan.heartbeat.interval.seconds, followSeconds = followSecondsOf(plan) } =
    context;
  requireDetection(plan, intervalSeconds);
  return {
    heartbeat: {
      intervalSeconds,
      attemptTimeoutSeconds: attemptTimeoutSeconds(intervalSeconds),
      goodToRecover: plan.heartbeat.goodToRecover,
      segmentSeconds: plan.heartbeat.segment.seconds,
      stateMachineArn: context.heartbeatStateMachineArn,
    },
    detect: {
      failures: plan.detect.failures,
      withinSeconds: plan.detect.within.seconds,
      timeoutSeconds: plan.detect.timeout.seconds,
    },
    fenceDeadlineSeconds: plan.fence.deadline.seconds,
    fence: fenceOf(plan),
    holdSeconds: plan.hold.seconds,
    verifyWaveSeconds: ANSWER_SECONDS + followSeconds,
    followSeconds,
  };
}

function fenceOf(plan: RecoveryPlan): FenceInput {
  const { rungs, closedSecurityGroup = null } = plan.fence;
  return { rungs: [...inLadderOrder(rungs)], closedSecurityGroup, writersKey: writersKeyOf(plan) };
}

/** A service that clients have reached answers within this time, or is ill. */
const ANSWER_SECONDS = 20;

function followSecondsOf({ traffic }: RecoveryPlan): number {
  return traffic.checkInterval.seconds * traffic.failureThreshold + traffic.ttl.seconds;
}

function requireDetection({ name, detect }: RecoveryPlan, intervalSeconds: number): void {
  const least = leastWindowSeconds(detect.failures, intervalSeconds);
  if (detect.within.seconds >= least) return;
  throw new PlanInvalid({
    subject: `plan ${name}, detect.within`,
    seen: `${detect.within.iso} with an interval of ${intervalSeconds} s`,
    limit: `at least ${least} s, so that ${detect.failures} attempts in a row can time out within it`,
  });
}

function runServices(plan: RecoveryPlan, { serviceUrls = {} }: RunContext): RunService[] {
  const waves = wavesOf(plan.services);
  if (!waves.ok) {
    const seen = waves.cycle.join(' → ');
    throw new PlanInvalid({ subject: `plan ${plan.name}, services`, seen, limit: 'no cycle' });
  }
  return plan.services
    .map((service) => runService(plan, service, serviceUrls[service.name]))
    .map((service) => ({ ...service, wave: waves.waveByService.get(service.name) ?? 0 }))
    .toSorted((a, b) => a.wave - b.wave);
}

function runService(plan: RecoveryPlan, service: Service, url: string | undefined): Omit<RunService, 'wave'> {
  const { name, required, dependsOn, stores, objectives, healthCheck } = service;
  return {
    name,
    required,
    rtoSeconds: (objectives.rto ?? plan.objectives.rto).seconds,
    rpoSeconds: (objectives.rpo ?? plan.objectives.rpo).seconds,
    dependsOn,
    stores,
    healthCheck: runHealthCheck(healthCheck, url),
  };
}

/** How a service is asked: by the address that an environment has given it, or as the plan says. */
export function runHealthCheck(check: PlanHealthCheck, url: string | undefined): HealthCheck {
  const timeoutSeconds = check.timeout.seconds;
  if (url !== undefined) return { kind: 'http', url, timeoutSeconds };
  if (check.kind === 'http') return { kind: 'http', url: check.url, timeoutSeconds };
  return { kind: 'tcp', host: check.host, port: check.port, timeoutSeconds };
}

/** A failover measures recovery points of databases only; a group needs two of them to have a skew. */
function databaseGroups(plan: RecoveryPlan): MoveInput['consistencyGroups'] {
  const buckets = new Set(plan.buckets.map(({ id }) => id));
  return plan.consistencyGroups
    .map(({ name, members, maxSkew }) => ({
      name,
      databases: members.filter((member) => !buckets.has(member)),
      maxSkewSeconds: maxSkew.seconds,
    }))
    .filter(({ databases }) => databases.length > 1);
}
