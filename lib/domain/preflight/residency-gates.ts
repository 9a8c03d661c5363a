import { allowedRegions } from '../plan/allowed-regions.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import type { PlannedCall } from '../run/planned-call.ts';
import { type Gate, gate, unasked } from './gate.ts';
import type { GatedPlan } from './gated-plan.ts';
import type { PreflightFacts } from './preflight-facts.ts';

const NAME = 'residency';

/** Whether all that a failover calls, and the buckets that it writes to, stand where the plan allows data to be. */
export function residencyGates(
  plan: RecoveryPlan,
  calls: readonly PlannedCall[],
  { buckets }: Pick<PreflightFacts, 'buckets'>,
): readonly Gate[] {
  const allowed = allowedRegions(plan);
  return [
    ...[...new Set(calls.map(({ region }) => region))].map((region) =>
      within(allowed, 'calls of a failover', region),
    ),
    ...buckets.map((bucket) => bucketGate(bucket, allowed)),
  ];
}

/** Whether the keys stand there that data are read with after a failover. */
export function keyResidencyGates(
  { allowedRegions: allowed }: GatedPlan,
  databases: PreflightFacts['databases'],
): readonly Gate[] {
  return databases.flatMap(({ id, replica }) => {
    const region = replica.known ? replica.value.kmsKey?.split(':')[3] : undefined;
    return region === undefined ? [] : [within(allowed, `key of ${id}`, region)];
  });
}

function within(allowed: readonly string[], subject: string, region: string): Gate {
  return gate(NAME, subject, {
    passed: allowed.includes(region),
    seen: region,
    limit: allowed.join(', '),
    remedy: `data may not leave allowedRegions: move ${subject}, or allow ${region} in the plan`,
  });
}

function bucketGate(
  { name, planned, region }: PreflightFacts['buckets'][number],
  allowed: readonly string[],
): Gate {
  const remedy = 'look whether its region answers, and whether it is there';
  if (!region.known) return unasked(NAME, name, { why: region.why, limit: planned, remedy });
  if (region.value === planned) return within(allowed, name, region.value);
  return gate(NAME, name, {
    passed: false,
    seen: region.value,
    limit: `${planned}, as the plan has it`,
    remedy: `name a bucket of ${planned} in the plan`,
  });
}
