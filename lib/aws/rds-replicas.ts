import {
  AddTagsToResourceCommand,
  CreateDBInstanceReadReplicaCommand,
  type DBInstance,
  ModifyDBInstanceCommand,
  type ModifyDBInstanceCommandInput,
  type RDSClient,
  RemoveTagsFromResourceCommand,
} from '@aws-sdk/client-rds';
import { ReplicaPending, ReplicaRefused } from '../domain/failure.ts';
import { RUN_TAG } from '../domain/run/resource-tags.ts';
import type { InstanceRef } from '../ports/databases.ts';
import type { ReplicaOrder, Replicas, SettingAside } from '../ports/replicas.ts';
import { callAwsAgain } from './aws-failure.ts';
import { findInstance } from './find-instance.ts';
import { isRdsError, isRefusal } from './rds-refusal.ts';
import { tagListOf, tagsIn } from './rds-tags.ts';
import { removeRestored } from './remove-restored.ts';

type ClientOf = (region: string) => RDSClient;

/** Read replicas on RDS, which makes none of an instance that exists: it is renamed, and one is made in its name. */
export function makeRdsReplicas(clientOf: ClientOf): Replicas {
  return {
    setAside: (order) => setAside(clientOf(order.region), order),
    create: (order) => create(clientOf, order),
    adopt: (ref) => adopt(clientOf(ref.region), ref),
    remove: (ref) => removeRestored(clientOf(ref.region), ref).catch(refusedAs(ref)),
    keepBackups: (ref, like) => keepBackups(clientOf, ref, like),
    protectLike: (ref, like) => protectLike(clientOf, ref, like),
  };
}

/** Marked first: an instance that has got the other name is the run's for certain. */
async function setAside(rds: RDSClient, { region, instance, run, as }: SettingAside): Promise<void> {
  const { DBInstanceArn } = await require(rds, { region, instance });
  await asked({ region, instance }, async () => {
    await rds.send(
      new AddTagsToResourceCommand({ ResourceName: DBInstanceArn, Tags: tagListOf({ run, tags: {} }) }),
    );
    await rds.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier: instance,
        NewDBInstanceIdentifier: as,
        ApplyImmediately: true,
      }),
    );
  });
}

async function create(clientOf: ClientOf, order: ReplicaOrder): Promise<void> {
  const { region, instance, run, source, like } = order;
  const rds = clientOf(region);
  const there = await findInstance(rds, order);
  if (there && tagsIn(there.TagList)[RUN_TAG] === run && there.ReadReplicaSourceDBInstanceIdentifier) return;
  const [from, model] = await Promise.all([require(clientOf(source.region), source), require(rds, like)]);
  await asked(order, () =>
    rds.send(
      new CreateDBInstanceReadReplicaCommand({
        DBInstanceIdentifier: instance,
        ...(source.region === region
          ? { SourceDBInstanceIdentifier: source.instance }
          : { SourceDBInstanceIdentifier: from.DBInstanceArn, SourceRegion: source.region }),
        ...networkOf(model),
        DBInstanceClass: model.DBInstanceClass,
        Tags: tagListOf({ run, tags: tagsIn(model.TagList) }),
      }),
    ),
  );
}

/** In another region a replica would get that region's defaults (API reference, CreateDBInstanceReadReplica). */
function networkOf({ DBParameterGroups, DBSubnetGroup, VpcSecurityGroups, ...model }: DBInstance) {
  const groups = (VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []);
  return {
    DBParameterGroupName: DBParameterGroups?.[0]?.DBParameterGroupName,
    DBSubnetGroupName: DBSubnetGroup?.DBSubnetGroupName,
    ...(groups.length > 0 ? { VpcSecurityGroupIds: groups } : {}),
    ...(model.StorageEncrypted ? { KmsKeyId: model.KmsKeyId } : {}),
  };
}

async function adopt(rds: RDSClient, ref: InstanceRef): Promise<void> {
  const { DBInstanceArn: ResourceName } = await require(rds, ref);
  await asked(ref, () => rds.send(new RemoveTagsFromResourceCommand({ ResourceName, TagKeys: [RUN_TAG] })));
}

async function keepBackups(clientOf: ClientOf, ref: InstanceRef, like: InstanceRef): Promise<number> {
  const { own, model } = await ownAndModel(clientOf, ref, like);
  const days = Math.max(1, model.BackupRetentionPeriod ?? 1);
  if ((own.BackupRetentionPeriod ?? 0) >= days) return own.BackupRetentionPeriod ?? days;
  await modify(clientOf(ref.region), ref, { BackupRetentionPeriod: days });
  return days;
}

async function protectLike(clientOf: ClientOf, ref: InstanceRef, like: InstanceRef): Promise<void> {
  const { own, model } = await ownAndModel(clientOf, ref, like);
  if (own.DeletionProtection || !model.DeletionProtection) return;
  await modify(clientOf(ref.region), ref, { DeletionProtection: true });
}

/** An instance as it is, and the one that it is to be like. */
async function ownAndModel(clientOf: ClientOf, ref: InstanceRef, like: InstanceRef) {
  const [own, model] = await Promise.all([
    require(clientOf(ref.region), ref),
    require(clientOf(like.region), like),
  ]);
  return { own, model };
}

type Change = Pick<ModifyDBInstanceCommandInput, 'BackupRetentionPeriod' | 'DeletionProtection'>;

function modify(rds: RDSClient, ref: InstanceRef, change: Change): Promise<void> {
  const order = { DBInstanceIdentifier: ref.instance, ...change, ApplyImmediately: true };
  return asked(ref, () => rds.send(new ModifyDBInstanceCommand(order)));
}

async function require(rds: RDSClient, ref: InstanceRef): Promise<DBInstance> {
  const found = await findInstance(rds, ref);
  if (found) return found;
  const limit = 'an instance of that name';
  throw new ReplicaPending({ subject: `${ref.instance} in ${ref.region}`, seen: 'no instance', limit });
}

/** States that end, and names that become free: whoever asks again later may get what is asked for. */
const PASSING = ['InvalidDBInstanceState', 'DBInstanceAlreadyExists', 'DBInstanceNotFound'];

async function asked<T>(ref: InstanceRef, ask: () => Promise<T>): Promise<void> {
  await callAwsAgain(`RDS in ${ref.region}`, ask).catch(refusedAs(ref));
}

/** What RDS has said gets its meaning; other failures have theirs. */
function refusedAs({ instance, region }: InstanceRef) {
  return (error: unknown): never => {
    const isOwnRefusal = error instanceof Error && error.name === 'RestoreRefused';
    if (!isRefusal(error) && !isOwnRefusal) throw error;
    const Failure = isRdsError(error, ...PASSING) ? ReplicaPending : ReplicaRefused;
    const seen = error.message;
    const limit = 'a change that RDS accepts';
    throw new Failure({ subject: `${instance} in ${region}`, seen, limit, cause: error });
  };
}
