import type { DatabaseInstance } from '../database-instance.ts';
import type { DatabaseSnapshot } from './snapshot.ts';

/** Puts the bytes of snapshots where they belong, and takes them away. Each answers at once and goes on by itself. */
export interface SnapshotProvider {
  /** Backs a running instance up. Resolves when the snapshot is available, or has failed. */
  take(snapshot: DatabaseSnapshot, instance: DatabaseInstance): Promise<void>;
  copy(source: DatabaseSnapshot, target: DatabaseSnapshot): void;
  destroy(snapshot: DatabaseSnapshot): void;
}
