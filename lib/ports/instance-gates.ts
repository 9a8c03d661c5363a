import type { InstanceRef } from './databases.ts';

export interface SeenGroups {
  readonly groups: readonly string[];
  /** Whether each of them is active; a change takes a while. */
  readonly inForce: boolean;
}

/**
 * How an instance's control plane lets clients in, and whether the instance runs. All calls are idempotent, answer
 * before their work is done, and throw InstanceRefused for what the control plane does not do, ThrottledUnknown,
 * RegionUnreachable.
 */
export interface InstanceGates {
  groups(ref: InstanceRef): Promise<SeenGroups>;
  /** Puts an instance into these security groups and no other. Established connections are not cut by it. */
  admitOnly(ref: InstanceRef, groups: readonly string[]): Promise<void>;
  /** Ends the server and keeps its storage; refused while the instance has a replica. */
  stop(ref: InstanceRef): Promise<void>;
  /** Starts one that was stopped; one that is stopping is refused. */
  start(ref: InstanceRef): Promise<void>;
}
