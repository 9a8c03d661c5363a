import type { InspectedBucket, InspectedPair } from '../../record/bucket-outcomes.ts';
import type { BucketPair } from '../../run/run-parts.ts';
import { type Finding, inconclusive, met, missed, worstOf } from '../finding.ts';
import type { RunFacts } from '../run-facts.ts';
import type { BucketFinding } from './bucket-finding.ts';

/** Whether each pair of buckets is set up to replicate: both versioned, and a rule in force towards the replica. */
export function judgeBuckets(pairs: readonly BucketPair[], facts: RunFacts): readonly BucketFinding[] {
  const inspected = facts.outcome('InspectBuckets')?.buckets ?? [];
  return pairs.map((pair) => {
    const seen = inspected.find(({ id }) => id === pair.id);
    return { bucket: pair.id, ...(seen ? judgePair(seen) : inconclusive(`${pair.id} was not looked at`)) };
  });
}

/** What a reader should know of the settings that no verdict says. */
export function settingsFindings(pairs: readonly BucketPair[], facts: RunFacts): readonly string[] {
  const inspected = facts.outcome('InspectBuckets')?.buckets ?? [];
  return inspected.filter(({ id }) => pairs.some((pair) => pair.id === id)).flatMap(coverageOf);
}

function judgePair({ id, primary, replica }: InspectedPair): Finding {
  return worstOf([
    judgeVersioning(id, primary),
    judgeVersioning(id, replica),
    ...(primary.settings ? [judgeRules(id, primary.settings.rules, replica)] : []),
  ]);
}

function judgeVersioning(id: string, { name, exists, settings, problem }: InspectedBucket): Finding {
  if (!exists) return missed(`${id}: there is no bucket ${name}`);
  if (!settings) return inconclusive(`${id}: the settings of ${name} could not be read: ${problem}`);
  if (settings.versioning === 'enabled') return met(`${id}: ${name} keeps versions`);
  const state = settings.versioning === 'off' ? 'was never enabled' : 'is suspended';
  return missed(`${id}: versioning of ${name} ${state}, without which nothing is replicated`);
}

type Rules = NonNullable<InspectedBucket['settings']>['rules'];

function judgeRules(id: string, rules: Rules, { name }: InspectedBucket): Finding {
  const towards = rules.filter(({ destination }) => destination === name);
  if (towards.length === 0) return missed(`${id}: no replication rule leads to ${name}`);
  if (!towards.some(({ enabled }) => enabled))
    return missed(`${id}: every replication rule that leads to ${name} is disabled`);
  return met(`${id}: objects are replicated to ${name}`);
}

function coverageOf({ id, primary, replica }: InspectedPair): readonly string[] {
  const rules = primary.settings?.rules ?? [];
  const inForce = rules.filter(({ enabled, destination }) => enabled && destination === replica.name);
  if (inForce.length === 0) return [];
  const all = inForce.filter(({ byTags, prefix }) => !byTags && prefix === '');
  const prefixes = inForce.map(({ prefix, byTags }) => `"${prefix}"${byTags ? ' with certain tags' : ''}`);
  return [
    ...(all.length > 0
      ? []
      : [`${id}: only keys that begin with ${prefixes.join(', ')} are replicated; nothing else is.`]),
    ...(inForce.some(({ copiesDeleteMarkers }) => copiesDeleteMarkers)
      ? []
      : [
          `${id}: the replica keeps what is deleted at the primary. After a failover it is to be read again.`,
        ]),
  ];
}
