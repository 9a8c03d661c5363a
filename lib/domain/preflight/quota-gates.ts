import { type Fact, known, unknown } from '../brief/fact.ts';
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
  const needed: Readonly<Record<string, Fact<number>>> = {
    DBInstances: known(plan.databases.length),
    AllocatedStorage: storageOf(plan, databases),
  };
  return Object.entries(needed).flatMap(([name, more]) => {
    const quota = quotas.value.find((one) => one.name === name);
    return quota ? [roomFor(more, quota, region)] : [];
  });
}

function storageOf(plan: GatedPlan, facts: readonly DatabaseFacts[]): Fact<number> {
  let sum = 0;
  for (const { id } of plan.databases) {
    const replica = facts.find((one) => one.id === id)?.replica ?? unknown('nobody has looked');
    if (!replica.known) return replica;
    sum += replica.value.allocatedGiB;
  }
  return known(sum);
}

function roomFor(more: Fact<number>, { name, used, max }: Quota, region: string): Gate {
  const subject = `${name} in ${region}`;
  const seen = `${used} of ${max} in use`;
  if (!more.known) {
    const limit = 'room for as much again as the replicas have';
    return unasked(NAME, subject, {
      why: `${seen}; what a replica has: ${more.why}`,
      limit,
      remedy: 'look how much storage the replicas have: a second copy of each needs the same',
    });
  }
  return gate(NAME, subject, {
    passed: used + more.value <= max,
    otherwise: 'warned',
    seen,
    limit: `room for ${more.value} more`,
    remedy: `ask for a higher quota of ${name} in ${region}: a failover gets through, its second copy does not`,
  });
}
