import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import type { PlannedCall } from '../run/planned-call.ts';
import { type Gate, gate, unasked } from './gate.ts';
import type { PreflightFacts } from './preflight-facts.ts';

const NAME = 'residency';

/** Whether all that a failover uses, and all that data lie in, stands where the plan allows data to be. */
export function residencyGates(
  plan: RecoveryPlan,
  calls: readonly PlannedCall[],
  { databases, buckets }: Pick<PreflightFacts, 'databases' | 'buckets'>,
): readonly Gate[] {
  const allowed = allowedRegions(plan);
  const within = (subject: string, region: string) =>
    gate(NAME, subject, {
      passed: allowed.includes(region),
      seen: region,
      limit: allowed.join(', '),
      remedy: `data may not leave allowedRegions: move ${subject}, or allow ${region} in the plan`,
    });
  const keys = databases.flatMap(({ id, replica }) => {
    const region = replica.known ? replica.value.kmsKey?.split(':')[3] : undefined;
    return region === undefined ? [] : [within(`key of ${id}`, region)];
  });
  return [
    ...[...new Set(calls.map(({ region }) => region))].map((region) => within('calls of a failover', region)),
    ...keys,
    ...buckets.map(({ name, planned, region }) => bucketGate({ name, planned, region }, within)),
  ];
}

function bucketGate(
  { name, planned, region }: PreflightFacts['buckets'][number],
  within: (subject: string, region: string) => Gate,
): Gate {
  const remedy = 'look whether its region answers, and whether it is there';
  if (!region.known) return unasked(NAME, name, { why: region.why, limit: planned, remedy });
  if (region.value === planned) return within(name, region.value);
  return gate(NAME, name, {
    passed: false,
    seen: region.value,
    limit: `${planned}, as the plan has it`,
    remedy: `name a bucket of ${planned} in the plan`,
  });
}

/** Without a list, the regions of the sites. */
function allowedRegions({ allowedRegions: named, sites }: RecoveryPlan): readonly string[] {
  const { primary, recovery, witness } = sites;
  return named ?? [primary, recovery, ...(witness ? [witness] : [])].map(({ region }) => region);
}
