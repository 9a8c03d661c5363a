import { requiredParameter } from '../wire/query-parameters.ts';
import { invalidValue } from './rds-errors.ts';
import type { RdsCall } from './rds-operation.ts';

type Tags = Readonly<Record<string, string>>;

/** Something that tags can be put on. */
export interface TaggedResource {
  readonly tags: Tags;
  retag(tags: Tags): void;
}

/** The instance or snapshot whose ARN the operations on tags name; nothing else has tags here. @throws AwsError */
export function taggedResource({ region, parameters, directory, snapshots }: RdsCall): TaggedResource {
  const name = requiredParameter(parameters, 'ResourceName');
  const kind = /^arn:aws:rds:[^:]+:\d+:(db|snapshot):/.exec(name)?.[1];
  if (kind === 'snapshot') {
    const snapshot = snapshots.require(region, name);
    return { tags: snapshot.tags, retag: (tags) => void (snapshot.tags = tags) };
  }
  if (kind !== 'db') throw invalidValue(`Invalid resource name: ${name}`);
  const instance = directory.require(region, name);
  return { tags: instance.settings.tags, retag: (tags) => instance.change({ tags }) };
}
