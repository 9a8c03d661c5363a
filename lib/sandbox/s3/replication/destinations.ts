import type { ObjectVersion } from '../object-version.ts';
import type { ReplicationConfiguration, ReplicationRule } from './configuration.ts';

export interface Candidate {
  readonly key: string;
  readonly version: ObjectVersion;
}

/**
 * Names of the buckets that a version is copied to. Of several rules for one bucket the one of the highest priority
 * decides (S3 User Guide, "Replication configuration file elements"). A copy is never copied on.
 */
export function destinationsOf(configuration: ReplicationConfiguration, candidate: Candidate): string[] {
  if (candidate.version.replication === 'REPLICA') return [];
  const matching = configuration.rules
    .filter((rule) => rule.enabled && covers(rule, candidate))
    .toSorted((left, right) => right.priority - left.priority);
  const names = [...new Set(matching.map((rule) => rule.destination))];
  if (candidate.version.kind === 'object') return names;
  const decides = (name: string) => matching.find((rule) => rule.destination === name);
  return names.filter((name) => decides(name)?.copiesDeleteMarkers === true);
}

/** A delete marker has no tags: a rule by tag does not cover it. */
function covers(rule: ReplicationRule, { key, version }: Candidate): boolean {
  if (!key.startsWith(rule.prefix)) return false;
  const own = version.kind === 'object' ? version.tags : [];
  return rule.tags.every((tag) => own.some((one) => one.key === tag.key && one.value === tag.value));
}
