import type { Fact } from '../brief/fact.ts';
import { type Gate, gate, unasked } from './gate.ts';
import type { GatedDatabase, GatedPlan } from './gated-plan.ts';
import type { DatabaseFacts, InstanceFacts } from './preflight-facts.ts';

const LEAST_ZONES = 2;

/**
 * Whether a promoted replica would be the instance that its primary was: groups, key, class and storage. A replica in
 * another region gets that region's default groups unless others were named when it was made.
 */
export function settingsGates(plan: GatedPlan, facts: readonly DatabaseFacts[]): readonly Gate[] {
  return plan.databases.flatMap((database) => {
    const own = facts.find(({ id }) => id === database.id);
    if (!own) return [];
    // Whether it answers at all is a gate of its own.
    if (!own.replica.known) return [];
    const replica = own.replica.value;
    return [
      parameterGate(database, own, replica),
      optionGate(database, own, replica),
      subnetGate(database, own, replica),
      keyGate(plan, database, replica),
      keptKeyGate(database, own.primary, replica),
      sizeGate(database, own.primary, replica),
    ];
  });
}

function parameterGate(
  { replica: { instance } }: GatedDatabase,
  { parameterFamily, primaryFamily, primary }: DatabaseFacts,
  { parameterGroup, parameterStatus }: InstanceFacts,
): Gate {
  const name = 'parameter group';
  const limit = "in sync, of the primary's family, and no default where the primary has its own";
  if (!parameterFamily.known)
    return unasked(name, instance, {
      why: `${parameterGroup}: ${parameterFamily.why}`,
      limit,
      remedy: RETRY,
    });
  const family = parameterFamily.value;
  const isDefault = parameterGroup.startsWith('default.');
  if (isDefault && !primary.known)
    return unasked(name, instance, {
      why: `${parameterGroup} (${family}); of the primary's own: ${primary.why}`,
      limit,
      remedy: ASK_PRIMARY,
    });
  const own = primary.known ? primary.value.parameterGroup : null;
  const isDefaulted = isDefault && own !== null && !own.startsWith('default.');
  const isOther = primaryFamily.known && primaryFamily.value !== family;
  const passed = parameterStatus === 'in-sync' && !isDefaulted && !isOther;
  return gate(name, instance, {
    passed,
    otherwise: 'warned',
    seen: `${parameterGroup} (${family}), ${parameterStatus}${isDefaulted ? `, where the primary has ${own}` : ''}`,
    limit,
    remedy: isDefaulted
      ? `copy ${own} into the recovery region, and put ${instance} into the copy: it would run with the engine's defaults`
      : `put ${instance} into a group of ${primaryFamily.known ? primaryFamily.value : family}, and reboot it where it waits for that`,
  });
}

function optionGate(
  { replica: { instance } }: GatedDatabase,
  { optionGroup }: DatabaseFacts,
  { optionGroup: wanted, optionStatus }: InstanceFacts,
): Gate {
  const limit = 'there, and in sync';
  if (!optionGroup.known)
    return unasked('option group', instance, { why: `${wanted}: ${optionGroup.why}`, limit, remedy: RETRY });
  return gate('option group', instance, {
    passed: optionStatus === 'in-sync',
    otherwise: 'warned',
    seen: `${wanted}, ${optionStatus}`,
    limit,
    remedy: `wait until ${instance} has its option group, or give it another one`,
  });
}

function subnetGate(
  { replica: { instance } }: GatedDatabase,
  { subnets }: DatabaseFacts,
  { subnetGroup }: InstanceFacts,
): Gate {
  const limit = `complete, in at least ${LEAST_ZONES} zones`;
  if (!subnets.known)
    return unasked('subnets', instance, { why: `${subnetGroup}: ${subnets.why}`, limit, remedy: RETRY });
  const { status, zones } = subnets.value;
  return gate('subnets', instance, {
    passed: status === 'Complete' && zones.length >= LEAST_ZONES,
    otherwise: 'warned',
    seen: `${subnetGroup}: ${status}, in ${zones.length === 1 ? '1 zone' : `${zones.length} zones`}`,
    limit,
    remedy: `add subnets of other zones to ${subnetGroup}: a new primary in one zone is lost with it`,
  });
}

function keyGate(
  { sites: { recovery } }: GatedPlan,
  { replica: { instance } }: GatedDatabase,
  facts: InstanceFacts,
): Gate {
  const { kmsKey } = facts;
  const region = kmsKey?.split(':')[3];
  return gate('key', instance, {
    passed: kmsKey === null || region === recovery.region,
    seen: kmsKey === null ? 'not encrypted' : `a key of ${region ?? 'nowhere'}`,
    limit: `a key of ${recovery.region}, or none`,
    remedy: `make the replica again with a key of ${recovery.region}: with the primary region its keys are lost`,
  });
}

function keptKeyGate(
  { replica: { instance } }: GatedDatabase,
  primary: Fact<InstanceFacts>,
  replica: InstanceFacts,
): Gate {
  const name = 'encrypted as the primary is';
  const seen = replica.kmsKey === null ? 'not encrypted' : 'encrypted';
  // One that has a key has all that the primary could have.
  if (!primary.known && replica.kmsKey === null)
    return unasked(name, instance, {
      why: `${seen}; of the primary: ${primary.why}`,
      limit: 'encrypted, if the primary is',
      remedy: ASK_PRIMARY,
    });
  const limit = primary.known && primary.value.kmsKey === null ? 'the primary is not encrypted' : 'encrypted';
  return gate(name, instance, {
    passed: replica.kmsKey !== null || (primary.known && primary.value.kmsKey === null),
    seen,
    limit,
    remedy: 'make the replica again with a key: what was encrypted would not be any more',
  });
}

function sizeGate(
  { replica: { instance } }: GatedDatabase,
  primary: Fact<InstanceFacts>,
  replica: InstanceFacts,
): Gate {
  const name = 'class and storage';
  const seen = sizeOf(replica);
  if (!primary.known) {
    const limit = 'as the primary has';
    return unasked(name, instance, {
      why: `${seen}; of the primary: ${primary.why}`,
      limit,
      remedy: ASK_PRIMARY,
    });
  }
  const { instanceClass, allocatedGiB } = primary.value;
  return gate(name, instance, {
    passed: replica.instanceClass === instanceClass && replica.allocatedGiB >= allocatedGiB,
    otherwise: 'warned',
    seen,
    limit: `as the primary has: ${sizeOf(primary.value)}`,
    remedy: `bring ${instance} to the primary's class before it has to carry the primary's load`,
  });
}

function sizeOf({ instanceClass, allocatedGiB }: InstanceFacts): string {
  return `${instanceClass}, ${allocatedGiB} GiB`;
}

const ASK_PRIMARY = 'compare it with what is on record of the primary: its region does not say';
const RETRY = 'ask again; where it is not there, the instance cannot be made anew as it was';
