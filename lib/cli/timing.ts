import { randomInt } from 'node:crypto';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { awsDelays } from '../sandbox/aws-delays.ts';
import type { Delays, SandboxConfig, Timing } from '../sandbox/sandbox-config.ts';
import { UsageError } from './usage-error.ts';

/** none: as fast as this machine is. aws: promotion, backups, health checks and DNS take as long as on AWS. */
export interface TimingOptions {
  readonly timing?: Timing['name'];
  readonly seed?: number;
}

/** Seeds are whole numbers that a person can copy from a report. */
const SEEDS = 1_000_000;

const OWN_DELAYS: Delays = {
  promotionMs: 0,
  staleStatusMs: 500,
  rebootMs: 0,
  backupMs: 0,
  replicaBackupMs: 0,
  switchHealthCheckMs: 10,
  switchThreshold: 1,
  dnsTtlMs: 0,
};

/** A sandbox's timing and delays as the options want them; a seed is drawn where none is given. */
export function timingOf(
  { timing = 'none', seed }: TimingOptions,
  { traffic }: RecoveryPlan,
): Pick<SandboxConfig, 'timing' | 'delays'> {
  if (timing === 'none') return { timing: { name: 'none', seed: null }, delays: OWN_DELAYS };
  const chosen = seed ?? randomInt(SEEDS);
  const delays = awsDelays(chosen, {
    checkIntervalSeconds: traffic.checkInterval.seconds,
    failureThreshold: traffic.failureThreshold,
    ttlSeconds: traffic.ttl.seconds,
  });
  return { timing: { name: 'aws', seed: chosen }, delays };
}

/** @throws UsageError for a seed that nothing would be drawn from. */
export function checkTiming({ timing = 'none', seed }: TimingOptions): void {
  if (seed === undefined || timing === 'aws') return;
  throw new UsageError('--seed goes with --timing aws: without it nothing is drawn');
}

/** @throws UsageError when the standing sandbox has another timing than the options ask for. */
export function mustHaveTiming(standing: Timing, { timing, seed }: TimingOptions): void {
  const agrees =
    (timing === undefined || timing === standing.name) && (seed === undefined || seed === standing.seed);
  if (agrees) return;
  throw new UsageError(
    `the sandbox that stands was started with ${timingWords(standing)}; end it with \`npx muster sandbox down\`, or leave out --timing and --seed`,
  );
}

export function timingWords({ name, seed }: Timing): string {
  return seed === null ? `--timing ${name}` : `--timing ${name} --seed ${seed}`;
}
