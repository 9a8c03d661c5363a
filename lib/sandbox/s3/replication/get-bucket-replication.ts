import { AwsError } from '../../wire/aws-error.ts';
import type { AwsResponse } from '../../wire/aws-request.ts';
import { element, type Xml } from '../../wire/xml.ts';
import { documentAnswer, type BucketCall } from '../s3-call.ts';
import type { WrittenRule } from './configuration.ts';

/** The rules as they were written. */
export function getBucketReplication(call: BucketCall): AwsResponse {
  const { replication } = call.bucket;
  if (!replication)
    throw new AwsError(
      'ReplicationConfigurationNotFoundError',
      'The replication configuration was not found',
      404,
    );
  const rules = replication.rules.map((rule) => element('Rule', render(rule.written)));
  return documentAnswer(call, {
    name: 'ReplicationConfiguration',
    content: [element('Role', replication.role), ...rules],
  });
}

function render(written: WrittenRule): Xml[] {
  return Object.entries(written).flatMap(([name, value]): Xml[] => {
    if (value === undefined) return [];
    if (typeof value === 'string' || typeof value === 'number') return [element(name, value)];
    return isList(value) ? value.map((one) => element(name, render(one))) : [element(name, render(value))];
  });
}

function isList(value: WrittenRule | readonly WrittenRule[]): value is readonly WrittenRule[] {
  return Array.isArray(value);
}
