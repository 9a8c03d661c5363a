import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { runHealthCheck } from '../run/compile-move.ts';
import type { Endpoint } from '../run/run-parts.ts';
import type { ProbeRequest } from './probe-request.ts';
import type { VantagePoint } from './sites-finding.ts';

/** Where an environment has put what the plan names, beside the plan's own addresses. */
export interface ProbeContext {
  readonly limitMs: number;
  readonly frontDoors: Readonly<Record<string, Endpoint>>;
  readonly serviceUrls: Readonly<Record<string, string>>;
  /** Addresses of the primaries by database, as far as they are known, by which this vantage point reaches them. */
  readonly addresses: Readonly<Record<string, Endpoint>>;
}

/** The regions that a plan can be looked at from. */
export function vantagePoints({
  sites: { recovery, primary, witness },
}: Pick<RecoveryPlan, 'sites'>): readonly VantagePoint[] {
  return [
    { region: recovery.region, role: 'recovery' },
    { region: primary.region, role: 'primary' },
    ...(witness ? [{ region: witness.region, role: 'witness' } as const] : []),
  ];
}

/** What the probe of one vantage point is asked to look at. */
export function compileProbe(
  plan: RecoveryPlan,
  { role }: Pick<VantagePoint, 'role'>,
  { limitMs, frontDoors, serviceUrls, addresses }: ProbeContext,
): ProbeRequest {
  return {
    role,
    primaryRegion: plan.sites.primary.region,
    recoveryRegion: plan.sites.recovery.region,
    limitMs,
    databases: plan.databases.map(({ id, database, primary, replica, operatorSecret, frontDoor }) => ({
      id,
      database,
      primary: primary.instance,
      replica: replica.instance,
      operatorSecret,
      address: addresses[id] ?? null,
      frontDoor: frontDoors[id] ?? frontDoor,
    })),
    services: plan.services.map(({ name, healthCheck }) => ({
      name,
      healthCheck: runHealthCheck(healthCheck, serviceUrls[name]),
    })),
  };
}
