/** Those of them that are noted here (RDS User Guide, "Amazon RDS event categories and event messages"). */
export type EventCategory =
  | 'availability'
  | 'backup'
  | 'configuration change'
  | 'creation'
  | 'deletion'
  | 'notification'
  | 'restoration';

/** Something that RDS notes about an instance or a snapshot. */
export interface RdsEvent {
  readonly sourceType: 'db-instance' | 'db-snapshot';
  /** Identifier of what it is about. */
  readonly source: string;
  readonly region: string;
  readonly arn: string;
  readonly message: string;
  readonly category: EventCategory;
  readonly at: Date;
  /** Raised with each event, so that a page can begin behind one. */
  readonly number: number;
}

/** All events of a sandbox, the oldest first. RDS keeps them for 14 days. */
export interface EventLog {
  append(event: Omit<RdsEvent, 'at' | 'number'>): void;
  all(): readonly RdsEvent[];
}

export function makeEventLog(): EventLog {
  const events: RdsEvent[] = [];
  return {
    append: (event) => void events.push({ ...event, at: new Date(), number: events.length }),
    all: () => events,
  };
}
