import type { ReplicationRule as DescribedRule } from '@aws-sdk/client-s3';
import type { ReplicationRule } from '../ports/buckets.ts';

/**
 * A rule as GetBucketReplication has it. One without a filter is of the first version of the configuration, which copied
 * delete markers too (ReplicationRule, DeleteMarkerReplication).
 */
export function describedRule(rule: DescribedRule): ReplicationRule {
  const { Filter: filter, Destination: destination } = rule;
  const tags = [...(filter?.Tag ? [filter.Tag] : []), ...(filter?.And?.Tags ?? [])];
  return {
    id: rule.ID ?? '',
    enabled: rule.Status === 'Enabled',
    destination: destination?.Bucket?.split(':').at(-1) ?? '',
    prefix: filter?.Prefix ?? filter?.And?.Prefix ?? rule.Prefix ?? '',
    byTags: tags.length > 0,
    copiesDeleteMarkers: filter ? rule.DeleteMarkerReplication?.Status === 'Enabled' : true,
  };
}
