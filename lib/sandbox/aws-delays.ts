import { AWS_TIMINGS, type AwsTimingName } from './aws-timings.ts';
import { drawSeconds } from './draw-seconds.ts';
import type { Delays } from './sandbox-config.ts';

/** Route 53 as it is set up: settings of health check and record, and nothing that is drawn. */
export interface HealthCheckSettings {
  readonly checkIntervalSeconds: number;
  readonly failureThreshold: number;
  readonly ttlSeconds: number;
}

/** Delays as AWS has them, drawn from a seed; the health check's are what its settings say. */
export function awsDelays(seed: number, health: HealthCheckSettings): Delays {
  const drawnMs = (name: AwsTimingName) => drawSeconds(AWS_TIMINGS[name].drawn, seed, name) * 1000;
  const staleStatusMs = drawnMs('staleStatus');
  return {
    staleStatusMs,
    promotionMs: staleStatusMs + drawnMs('modifying'),
    rebootMs: drawnMs('rebooting'),
    backupMs: drawnMs('backingUp'),
    // A replica of RDS PostgreSQL is created without backups (RDS User Guide, read replicas).
    replicaBackupMs: 0,
    switchHealthCheckMs: health.checkIntervalSeconds * 1000,
    switchThreshold: health.failureThreshold,
    dnsTtlMs: health.ttlSeconds * 1000,
  };
}
