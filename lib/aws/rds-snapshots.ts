import {
  CopyDBSnapshotCommand,
  CreateDBSnapshotCommand,
  type DBSnapshot,
  DeleteDBSnapshotCommand,
  type DescribeDBSnapshotsCommandInput,
  paginateDescribeDBSnapshots,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { SnapshotMissing, SnapshotRefused } from '../domain/failure.ts';
import { RUN_TAG } from '../domain/run/resource-tags.ts';
import type {
  Snapshot,
  SnapshotCopyOrder,
  SnapshotOrder,
  SnapshotRef,
  Snapshots,
} from '../ports/snapshots.ts';
import { callAwsAgain } from './aws-failure.ts';
import { describedSnapshot } from './described-snapshot.ts';
import { isRdsError, isRefusal, ownerIn } from './rds-refusal.ts';
import { tagListOf } from './rds-tags.ts';

/** Snapshots of RDS instances, taken by hand: automated ones go with their instance. */
export function makeRdsSnapshots(clientOf: (region: string) => RDSClient): Snapshots {
  return {
    create: (order) =>
      make(clientOf(order.region), order, (rds) =>
        rds.send(
          new CreateDBSnapshotCommand({
            DBInstanceIdentifier: order.instance,
            DBSnapshotIdentifier: order.snapshot,
            Tags: tagListOf(order),
          }),
        ),
      ),
    describe: (ref) => describe(clientOf(ref.region), ref),
    list: (region, instance) =>
      listed(clientOf(region), region, { DBInstanceIdentifier: instance, SnapshotType: 'manual' }),
    copy: (order) =>
      make(clientOf(order.region), order, (rds) => rds.send(new CopyDBSnapshotCommand(copyOf(order)))),
    remove: (ref) => remove(clientOf(ref.region), ref),
  };
}

/** Asked of the copy's region. Its client presigns a request to the source's, when that is another one. */
function copyOf(order: SnapshotCopyOrder) {
  const { source, region, kmsKey } = order;
  return {
    SourceDBSnapshotIdentifier: source.arn,
    TargetDBSnapshotIdentifier: order.snapshot,
    CopyTags: true,
    Tags: tagListOf(order),
    ...(source.region === region ? {} : { SourceRegion: source.region }),
    ...(kmsKey === null ? {} : { KmsKeyId: kmsKey }),
  };
}

type Ask = (rds: RDSClient) => Promise<{ DBSnapshot?: DBSnapshot | undefined }>;

/** A snapshot that is there already is what was asked for, if this run has asked for it. */
async function make(rds: RDSClient, order: SnapshotOrder, ask: Ask): Promise<Snapshot> {
  const { region, run } = order;
  try {
    const { DBSnapshot = {} } = await callAwsAgain(`RDS in ${region}`, () => ask(rds));
    return describedSnapshot(region, DBSnapshot);
  } catch (error) {
    if (!isRdsError(error, 'DBSnapshotAlreadyExists')) throw failureOf(error, order);
    const found = await describe(rds, order);
    if (found.tags[RUN_TAG] === run) return found;
    throw new SnapshotRefused({
      subject: subjectOf(order),
      seen: `a snapshot of that name ${ownerIn(found.tags)}`,
      limit: `none, or that of run ${run}`,
      cause: error,
    });
  }
}

async function describe(rds: RDSClient, ref: SnapshotRef): Promise<Snapshot> {
  try {
    const [found] = await listed(rds, ref.region, { DBSnapshotIdentifier: ref.snapshot });
    if (found) return found;
  } catch (error) {
    if (!isRdsError(error, 'DBSnapshotNotFound')) throw error;
  }
  throw new SnapshotMissing({
    subject: `RDS in ${ref.region}`,
    seen: `no snapshot ${ref.snapshot}`,
    limit: 'the snapshot that was asked for',
  });
}

function listed(
  client: RDSClient,
  region: string,
  wanted: DescribeDBSnapshotsCommandInput,
): Promise<readonly Snapshot[]> {
  return callAwsAgain(`RDS in ${region}`, async () => {
    const found: Snapshot[] = [];
    for await (const { DBSnapshots = [] } of paginateDescribeDBSnapshots({ client }, wanted))
      found.push(...DBSnapshots.map((one) => describedSnapshot(region, one)));
    return found;
  });
}

async function remove(rds: RDSClient, ref: SnapshotRef): Promise<void> {
  try {
    await callAwsAgain(`RDS in ${ref.region}`, () =>
      rds.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: ref.snapshot })),
    );
  } catch (error) {
    if (!isRdsError(error, 'DBSnapshotNotFound')) throw failureOf(error, ref);
  }
}

/** What RDS has said gets its meaning; other failures have theirs. */
function failureOf(error: unknown, ref: SnapshotRef): unknown {
  if (!isRefusal(error)) return error;
  const subject = subjectOf(ref);
  const seen = error.message;
  return isRdsError(error, 'DBSnapshotNotFound')
    ? new SnapshotMissing({ subject, seen, limit: 'the snapshot that is to be copied', cause: error })
    : new SnapshotRefused({ subject, seen, limit: 'an order that RDS accepts', cause: error });
}

function subjectOf({ snapshot, region }: SnapshotRef): string {
  return `snapshot ${snapshot} in ${region}`;
}
