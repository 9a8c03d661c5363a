/** Those of them that are noted here (RDS User Guide, "Amazon RDS event categories and event messages"). */
export type EventCategory =
  | 'availability'
  | 'backup'
  | 'configuration change'
  | 'creation'
  | 'deletion'
  | 'notification'
  | 'restoration';

/** Something that RDS notes about an instance. */
export interface InstanceEvent {
  readonly instance: string;
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
  append(event: Omit<InstanceEvent, 'at' | 'number'>): void;
  all(): readonly InstanceEvent[];
}

export function makeEventLog(): EventLog {
  const events: InstanceEvent[] = [];
  return {
    append: (event) => void events.push({ ...event, at: new Date(), number: events.length }),
    all: () => events,
  };
}
