import type { Instant } from '../domain/instant.ts';
import type { DatabaseInstance, InstanceRef } from './databases.ts';
import type { SnapshotRef } from './snapshots.ts';

/** Where a restored instance stands; it is never reachable from the internet. Without one, the region's defaults. */
export interface RestoreNetwork {
  readonly subnetGroup: string;
  readonly securityGroups: readonly string[];
  readonly parameterGroup: string;
  readonly optionGroup: string;
}

/** The instance that is to be made, in the region of what it is made of. */
export interface RestoreOrder extends InstanceRef {
  /** Whose it is: also what tells an order that was carried out before from an instance of that name. */
  readonly run: string;
  readonly network: RestoreNetwork | null;
  readonly deletionProtection: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** An instance as its control plane describes it with all that a restore sets. */
export interface RestoredInstance extends DatabaseInstance, RestoreNetwork {
  readonly isPublic: boolean;
  readonly deletionProtection: boolean;
  /** Of its volume. */
  readonly allocatedGiB: number;
}

/** What point in time can be restored, both ends included. */
export interface RestorableWindow {
  readonly earliest: Instant;
  readonly latest: Instant;
}

/** Instances made of backups. All calls that change something are idempotent, and answer before their work is done. */
export interface Restores {
  /** @throws SnapshotMissing, RestoreRefused, ThrottledUnknown, RegionUnreachable */
  restoreSnapshot(snapshot: SnapshotRef['snapshot'], order: RestoreOrder): Promise<DatabaseInstance>;
  /** @throws PointInTimeOutOfRange, RestoreRefused, ThrottledUnknown, RegionUnreachable */
  restoreToPointInTime(
    from: { readonly instance: string; readonly at: Instant },
    order: RestoreOrder,
  ): Promise<DatabaseInstance>;
  /** Null when there is no automated backup, or no first one yet. */
  restorable(source: InstanceRef): Promise<RestorableWindow | null>;
  /** Null when the control plane knows none of that name. @throws ThrottledUnknown, RegionUnreachable */
  find(ref: InstanceRef): Promise<RestoredInstance | null>;
  /** Removes what the run restored, protected or not, without a last snapshot. @throws RestoreRefused when the run did not make it */
  remove(ref: InstanceRef & { readonly run: string }): Promise<void>;
}
