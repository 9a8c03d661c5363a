import type { Fact } from '../brief/fact.ts';
import { type Gate, gate, unasked } from './gate.ts';
import type { GatedPlan } from './gated-plan.ts';
import type { DatabaseFacts, Quota } from './preflight-facts.ts';

const NAME = 'quota';

/**
 * Whether the recovery region has room for what comes after a failover. A promotion itself makes nothing; the second copy
 * that each database then lacks is an instance, with its storage.
 */
export function quotaGates(
  plan: GatedPlan,
  databases: readonly DatabaseFacts[],
  quotas: Fact<readonly Quota[]>,
): readonly Gate[] {
  const { region } = plan.sites.recovery;
  if (!quotas.known) {
    const limit = 'room for a second copy of each database';
    return [
      unasked(NAME, region, { why: quotas.why, limit, remedy: 'ask again, or look at Service Quotas' }),
    ];
  }
  const sizes = databases.map(({ replica }) => (replica.known ? replica.value.allocatedGiB : 0));
  const needed: Readonly<Record<string, number>> = {
    DBInstances: plan.databases.length,
    AllocatedStorage: sizes.reduce((sum, one) => sum + one, 0),
  };
  return Object.entries(needed).flatMap(([name, more]) => {
    const quota = quotas.value.find((one) => one.name === name);
    return quota ? [roomFor(more, quota, region)] : [];
  });
}

function roomFor(more: number, { name, used, max }: Quota, region: string): Gate {
  return gate(NAME, `${name} in ${region}`, {
    passed: used + more <= max,
    otherwise: 'warned',
    seen: `${used} of ${max} in use`,
    limit: `room for ${more} more`,
    remedy: `ask for a higher quota of ${name} in ${region}: a failover gets through, its second copy does not`,
  });
}
