import type { Instant } from '../domain/instant.ts';

/** A snapshot by the region that keeps it. */
export interface SnapshotRef {
  readonly region: string;
  readonly snapshot: string;
}

export interface Snapshot extends SnapshotRef {
  /** By which another region knows it. */
  readonly arn: string;
  /** Instance that it was taken of, which may be gone. */
  readonly instance: string;
  /** As the control plane words it: creating, available, failed. */
  readonly status: string;
  /** Whole per cent that is there. */
  readonly percent: number;
  /** Null while the control plane has not said yet. */
  readonly createdAt: Instant | null;
  /** When the first of its copies was asked for: it holds what was committed until then, and maybe a little more. */
  readonly takenAt: Instant | null;
  /** ARN of the key that it is encrypted with; null when it is not. */
  readonly kmsKey: string | null;
  /** Of the volume that it was taken of, which is more than what is stored. */
  readonly allocatedGiB: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface SnapshotOrder extends SnapshotRef {
  /** Whose it is: also what tells an order that was carried out before from another run's snapshot of that name. */
  readonly run: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface SnapshotCopyOrder extends SnapshotOrder {
  readonly source: Pick<Snapshot, 'region' | 'arn'>;
  /** Key of the copy's region, as alias or ARN; null leaves a copy of what is not encrypted as it is. */
  readonly kmsKey: string | null;
}

/** Snapshots of managed databases. All calls that change something are idempotent, and answer before their work is done. */
export interface Snapshots {
  /** Takes a snapshot of an instance of the region. @throws SnapshotRefused, ThrottledUnknown, RegionUnreachable */
  create(order: SnapshotOrder & { readonly instance: string }): Promise<Snapshot>;
  /** @throws SnapshotMissing, ThrottledUnknown, RegionUnreachable */
  describe(ref: SnapshotRef): Promise<Snapshot>;
  /** Those that were taken by hand of an instance, wherever it stood, as far as the region keeps them. */
  list(region: string, instance: string): Promise<readonly Snapshot[]>;
  /** Copies into the order's region, with the source's tags. @throws SnapshotRefused, SnapshotMissing without its source */
  copy(order: SnapshotCopyOrder): Promise<Snapshot>;
  /** One that is gone is no failure. @throws SnapshotRefused while it is being made */
  remove(ref: SnapshotRef): Promise<void>;
}
