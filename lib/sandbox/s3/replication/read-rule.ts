import * as z from 'zod';
import { structure } from '../s3-document.ts';
import { opaqueId } from '../opaque-id.ts';
import { invalidRequest, malformedXml } from '../s3-errors.ts';
import type { ReplicationRule } from './configuration.ts';

const Tag = z.strictObject({ Key: z.string().min(1), Value: z.string() });
const switched = z.strictObject({ Status: z.enum(['Enabled', 'Disabled']) }).optional();
const And = structure({ Prefix: z.string().optional(), Tag: z.array(Tag).default([]) }).optional();

/** One rule as it is written: with `Filter`, or with a bare `Prefix` in the first version of the configuration. */
export const Rule = structure({
  ID: z.string().max(255).optional(),
  Priority: z.string().regex(/^\d+$/).transform(Number).optional(),
  Prefix: z.string().optional(),
  Filter: structure({ Prefix: z.string().optional(), Tag: Tag.optional(), And }).optional(),
  Status: z.enum(['Enabled', 'Disabled']),
  // Of what stood in the bucket before, batch replication takes care; it is not served.
  ExistingObjectReplication: z.strictObject({ Status: z.literal('Disabled') }).optional(),
  DeleteMarkerReplication: switched,
  Destination: z.strictObject({
    Bucket: z.string().regex(/^arn:aws:s3:::[^/]+$/),
    StorageClass: z.literal('STANDARD').optional(),
  }),
});

const ARN_PREFIX = 'arn:aws:s3:::';

/** What a rule means. Without a filter, deletes are copied too, as the first version did (API reference, Rule). */
export function readRule(rule: z.infer<typeof Rule>): ReplicationRule {
  const { Filter: filter, DeleteMarkerReplication: markers } = rule;
  if (filter ? rule.Prefix !== undefined : rule.Prefix === undefined) throw malformedXml();
  if (filter && (rule.Priority === undefined || markers === undefined))
    throw invalidRequest(
      `${rule.Priority === undefined ? 'Priority' : 'DeleteMarkerReplication'} must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.`,
    );
  const tags = [...(filter?.Tag ? [filter.Tag] : []), ...(filter?.And?.Tag ?? [])];
  if (tags.length > 0 && markers?.Status === 'Enabled')
    throw invalidRequest(
      'Delete marker replication is not supported if any Tag filter is specified. Please refer to S3 Developer Guide for more information.',
    );
  const id = rule.ID ?? opaqueId(18);
  return {
    id,
    priority: rule.Priority ?? 0,
    enabled: rule.Status === 'Enabled',
    prefix: filter?.Prefix ?? filter?.And?.Prefix ?? rule.Prefix ?? '',
    tags: tags.map(({ Key, Value }) => ({ key: Key, value: Value })),
    destination: rule.Destination.Bucket.slice(ARN_PREFIX.length),
    copiesDeleteMarkers: filter ? markers?.Status === 'Enabled' : true,
    written: { ...rule, ID: id },
  };
}
