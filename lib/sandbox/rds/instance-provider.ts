import type { InstanceConfig } from '../sandbox-config.ts';
import type { DatabaseInstance } from './database-instance.ts';
import type { InstanceSettings } from './instance-settings.ts';
import type { DatabaseSnapshot } from './snapshots/snapshot.ts';

export interface InstanceOrder {
  readonly config: InstanceConfig;
  readonly settings: InstanceSettings;
  /** What its storage begins as; else it is a new one, or a replica's. */
  readonly from?: StoredOrigin;
}

/** What an instance can be restored from. */
export type StoredOrigin =
  | { readonly kind: 'snapshot'; readonly snapshot: DatabaseSnapshot }
  | { readonly kind: 'point-in-time'; readonly source: DatabaseInstance; readonly at: Date };

/** Makes instances and ends them, with real servers. Each answers at once and goes on by itself. */
export interface InstanceProvider {
  /** Whether a region can be reached from the others. */
  canReach(region: string): boolean;
  /** An instance of its own, or a replica when its configuration names a source. */
  create(order: InstanceOrder): Promise<DatabaseInstance>;
  destroy(instance: DatabaseInstance): void;
}
