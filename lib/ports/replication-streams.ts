import type { ReplicationSlot, ReplicationStream } from '../domain/record/replication-outcomes.ts';
import type { SessionTarget } from './session-target.ts';

/** What a primary knows of those who replicate from it. */
export interface ReplicationStreams {
  /** Standbys that are connected. */
  streams(primary: SessionTarget): Promise<readonly ReplicationStream[]>;
  /** Slots for physical replication, also of standbys that are gone. */
  slots(primary: SessionTarget): Promise<readonly ReplicationSlot[]>;
}
