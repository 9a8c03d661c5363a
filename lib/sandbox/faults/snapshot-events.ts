import type { RdsEvent } from '../rds/events.ts';
import type { DatabaseSnapshot } from '../rds/snapshots/snapshot.ts';

/** What RDS notes of a snapshot until it is there (RDS User Guide, "DB snapshot events"). */
export interface SettlingEvents extends Pick<RdsEvent, 'category'> {
  readonly begun: string;
  readonly done: string;
  /** Of one that was taken there is no such event. */
  readonly failed?: string;
}

export const TAKEN: SettlingEvents = {
  category: 'creation',
  begun: 'Creating manual snapshot',
  done: 'Manual snapshot created',
};

/** Minutes are left out of the last one: a copy here takes less than one. */
export function copiedInWords(source: DatabaseSnapshot, target: DatabaseSnapshot): SettlingEvents {
  const { id, region: from } = source.parts;
  const where = from === target.parts.region ? `in region ${from}` : `from region ${from}`;
  return {
    category: 'notification',
    begun: `Started copy of snapshot ${id} ${where}`,
    done: `Finished copy of snapshot ${id} ${where}`,
    failed: `Canceled snapshot copy request of ${id} ${where}`,
  };
}
