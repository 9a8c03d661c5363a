import * as z from 'zod';
import type { AwsResponse } from '../../wire/aws-request.ts';
import { emptyAnswer, type BucketCall } from '../s3-call.ts';
import { parseDocument, structure } from '../s3-document.ts';
import { invalidRequest } from '../s3-errors.ts';
import { readRule, Rule } from './read-rule.ts';
import type { ReplicationConfiguration, ReplicationRule } from './configuration.ts';

const Document = z.strictObject({
  ReplicationConfiguration: structure({ Role: z.string(), Rule: z.array(Rule).min(1).max(1000) }),
});

const LISTS = ['ReplicationConfiguration.Rule', 'ReplicationConfiguration.Rule.Filter.And.Tag'];

/** Replaces all rules; they hold for what is written from now on. */
export function putBucketReplication(call: BucketCall): AwsResponse {
  const { Role: role, Rule: rules } = parseDocument(call, {
    schema: Document,
    lists: LISTS,
  }).ReplicationConfiguration;
  if (call.bucket.versioning !== 'Enabled')
    throw invalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
  const configuration: ReplicationConfiguration = { role, rules: rules.map(readRule) };
  refuseDoubles(configuration.rules);
  for (const rule of configuration.rules) checkDestination(call, rule.destination);
  call.bucket.replication = configuration;
  return emptyAnswer(call, 200);
}

function refuseDoubles(rules: readonly ReplicationRule[]): void {
  if (new Set(rules.map((rule) => rule.id)).size < rules.length)
    throw invalidRequest('Rule Id must be unique.');
  const ranks = rules.filter((rule) => rule.written['Filter'] !== undefined).map((rule) => rule.priority);
  if (new Set(ranks).size < ranks.length)
    throw invalidRequest('Found duplicate priorities. Priorities must be unique among rules.');
}

function checkDestination({ bucket, store }: BucketCall, name: string): void {
  const destination = store.bucket(name);
  if (!destination) throw invalidRequest('Destination bucket must exist.');
  if (destination === bucket)
    throw invalidRequest('Destination bucket cannot be the same as the source bucket.');
  if (destination.versioning !== 'Enabled')
    throw invalidRequest('Destination bucket must have versioning enabled.');
  if (bucket.objectLock && !destination.objectLock)
    throw invalidRequest(
      'Object Lock configuration must be enabled on both the source and the destination bucket.',
    );
}
