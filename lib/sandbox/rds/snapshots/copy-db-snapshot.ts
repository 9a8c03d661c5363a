import { AwsError } from '../../wire/aws-error.ts';
import { booleanParameter, requiredParameter } from '../../wire/query-parameters.ts';
import { optionGroupOf } from '../network-parameters.ts';
import { invalidValue } from '../rds-errors.ts';
import type { RdsCall, RdsOperation } from '../rds-operation.ts';
import { requireKey } from '../require-key.ts';
import { tagsOf } from '../tags.ts';
import { addSnapshot } from './new-snapshot.ts';
import { renderDbSnapshot } from './render-db-snapshot.ts';
import type { DatabaseSnapshot } from './snapshot.ts';
import { snapshotIdentifierOf } from './snapshot-identifier.ts';

/**
 * Copies a snapshot within a region, or from another one, where the region of the copy is asked: then its source is
 * named by its ARN. A presigned URL, which clients send beside a source's region, says nothing more than they do.
 */
export const copyDbSnapshot: RdsOperation = {
  parameters: [
    'CopyTags',
    'KmsKeyId',
    'OptionGroupName',
    'PreSignedUrl',
    'SourceDBSnapshotIdentifier',
    'SourceRegion',
    'Tags',
    'TargetDBSnapshotIdentifier',
  ],
  fixed: { CopyOptionGroup: 'false' },
  async run(call) {
    const { parameters, region, snapshots, snapshotProvider } = call;
    const id = snapshotIdentifierOf(parameters, 'TargetDBSnapshotIdentifier');
    const source = sourceOf(call);
    snapshots.refuseTaken(region, id);
    optionGroupOf(call);
    const { origin, arn, region: from } = source.parts;
    const copyOf = from === region ? undefined : { arn, region: from };
    const made = { id, origin, kmsKey: keyOf(call, source), copyOf };
    const target = addSnapshot(call, made, copiedTags(parameters, source));
    const answer = await renderDbSnapshot(target);
    snapshotProvider.copy(source, target);
    return [answer];
  },
};

/** A region that does not answer is asked nothing; what AWS says then is not known. */
function sourceOf({ region, parameters, snapshots, provider }: RdsCall): DatabaseSnapshot {
  const name = requiredParameter(parameters, 'SourceDBSnapshotIdentifier');
  const from = regionOf(name) ?? region;
  const source = snapshots.require(from, name);
  if (source.status === 'available' && (from === region || provider.canReach(from))) return source;
  throw new AwsError(
    'InvalidDBSnapshotState',
    `The source snapshot ${name} is not currently in the available state.`,
  );
}

function regionOf(name: string): string | undefined {
  if (!name.startsWith('arn:')) return undefined;
  const region = /^arn:aws:rds:([^:]+):\d+:snapshot:[^:]+$/.exec(name)?.[1];
  if (region === undefined) throw invalidValue(`Invalid snapshot identifier:  ${name}`);
  return region;
}

/** A copy in the region keeps the key; in another one no key of the source's is known (API reference, CopyDBSnapshot). */
function keyOf({ region, parameters, keys }: RdsCall, { parts }: DatabaseSnapshot): string | undefined {
  const name = parameters.get('KmsKeyId');
  if (name !== null) return requireKey(keys, region, name);
  if (parts.kmsKey !== undefined && parts.region !== region)
    throw invalidValue('Must specify new KMS key for cross region encrypted snapshot copy.');
  return parts.kmsKey;
}

/** What is said of tags counts beside what is copied of them; of one key, that which is said. */
function copiedTags(parameters: URLSearchParams, source: DatabaseSnapshot): Readonly<Record<string, string>> {
  const copied = booleanParameter(parameters, 'CopyTags') ? source.tags : {};
  return { ...copied, ...tagsOf(parameters) };
}
