import type { ContentLine } from '../domain/content/content-line.ts';
import type { Instant } from '../domain/instant.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { Clock } from '../ports/clock.ts';
import type { ContentSession } from '../ports/table-contents.ts';

/** What a comparison of contents works with. */
export interface Comparison {
  /** Name of the database in the plan. */
  readonly database: string;
  readonly primary: ContentSession;
  readonly replica: ContentSession;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  /** After it nothing more is looked at. */
  readonly deadline: Instant;
  readonly rowsPerRange: number;
  /** Takes the lines as they come; what it awaits holds the comparison back. */
  readonly emit: (line: ContentLine) => Promise<void> | void;
}

/** What every line of the comparison begins with. */
export function lineStart({ database }: Pick<Comparison, 'database'>) {
  return { schemaVersion: SCHEMA_VERSION, database } as const;
}

/** @throws Error when the comparison's time is over. */
export function checkDeadline({ clock, deadline }: Pick<Comparison, 'clock' | 'deadline'>): void {
  if (clock.now() > deadline) throw new Error('its time was over');
}
