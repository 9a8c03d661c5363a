/** Something that RDS notes about an instance (RDS User Guide, "Amazon RDS event categories and event messages"). */
export interface InstanceEvent {
  readonly instance: string;
  readonly arn: string;
  readonly message: string;
  readonly categories: readonly string[];
  readonly at: Date;
}

/** Events of the last 14 days, which is how long RDS keeps them; the oldest first. */
export interface EventLog {
  append(event: Omit<InstanceEvent, 'at'>): void;
  all(): readonly InstanceEvent[];
}

export function makeEventLog(): EventLog {
  const events: InstanceEvent[] = [];
  return {
    append: (event) => void events.push({ ...event, at: new Date() }),
    all: () => events,
  };
}
