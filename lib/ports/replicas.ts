import type { InstanceRef } from './databases.ts';

/** The instance that another one takes the place of. */
export interface SettingAside extends InstanceRef {
  readonly run: string;
  /** Identifier that it has from then on. */
  readonly as: string;
}

/** A replica that is to be made under a name that is free. */
export interface ReplicaOrder extends InstanceRef {
  readonly run: string;
  readonly source: InstanceRef;
  /** Whose class and network it gets; not its protection: what fails while it is made has to be removed again. */
  readonly like: InstanceRef;
}

/**
 * Read replicas that are made anew, and the instances whose place they take. What a run makes or sets aside bears its
 * mark. All calls that change something are idempotent, and answer before their work is done; each may throw
 * ThrottledUnknown or RegionUnreachable.
 */
export interface Replicas {
  /** Gives an instance another identifier. @throws ReplicaPending while it is busy, ReplicaRefused */
  setAside(order: SettingAside): Promise<void>;
  /** @throws ReplicaPending while source or name are busy, ReplicaRefused */
  create(order: ReplicaOrder): Promise<void>;
  /** Takes the run's mark off: from then on it is the system's. */
  adopt(ref: InstanceRef): Promise<void>;
  /** Removes what the run has set aside, protected or not, without a last snapshot. @throws ReplicaRefused when it did not */
  remove(ref: InstanceRef & { readonly run: string }): Promise<void>;
  /** Has an instance keep backups for as many days as another one did, and one at least; answers how many that are. */
  keepBackups(ref: InstanceRef, like: InstanceRef): Promise<number>;
  /** Protects an instance from deletion if another one is. @throws ReplicaPending while it is busy, ReplicaRefused */
  protectLike(ref: InstanceRef, like: InstanceRef): Promise<void>;
}
