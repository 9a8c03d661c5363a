import { randomUUID } from 'node:crypto';
import type { DatabaseInstance } from '../database-instance.ts';
import type { RdsCall } from '../rds-operation.ts';
import { resourceId } from '../render-db-instance.ts';
import { tagsOf } from '../tags.ts';
import { DatabaseSnapshot, type SnapshotOrigin, type SnapshotParts } from './snapshot.ts';

export type NewSnapshot = Pick<SnapshotParts, 'id' | 'origin' | 'kmsKey' | 'copyOf'>;

/** A snapshot of the call's region in the list of it, without a byte yet. @throws AwsError DBSnapshotAlreadyExists */
export function addSnapshot(
  call: RdsCall,
  made: NewSnapshot,
  tags = tagsOf(call.parameters),
): DatabaseSnapshot {
  const { region, account, snapshots, events } = call;
  const { id } = made;
  snapshots.refuseTaken(region, id);
  const arn = `arn:aws:rds:${region}:${account}:snapshot:${id}`;
  const parts: SnapshotParts = {
    ...made,
    region,
    arn,
    createdAt: new Date(),
    storage: `${id}.${randomUUID()}`,
    note: (category, message) =>
      events.append({ sourceType: 'db-snapshot', source: id, region, arn, category, message }),
  };
  const snapshot = new DatabaseSnapshot(parts, tags);
  snapshots.add(snapshot);
  return snapshot;
}

export function snapshotOf(instance: DatabaseInstance, id: string): NewSnapshot {
  return { id, origin: originOf(instance), kmsKey: instance.settings.kmsKey, copyOf: undefined };
}

function originOf({ config, parts, settings }: DatabaseInstance): SnapshotOrigin {
  return {
    // What is restored is an instance of its own, also from a replica's snapshot.
    instance: { ...config, source: undefined },
    instanceCreatedAt: parts.createdAt,
    resourceId: resourceId(parts.arn),
    port: parts.gateway.port,
    allocatedStorage: settings.allocatedStorage,
    instanceClass: settings.instanceClass,
    backupRetentionPeriod: settings.backupRetentionPeriod,
    takenAt: new Date(),
  };
}
