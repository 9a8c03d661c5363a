import type { Instant } from '../asl/clock.ts';
import type { Head } from '../asl/cursor.ts';
import type { Details, Link } from '../asl/execution-scope.ts';
import type { HistoryEvent } from './execution-record.ts';

/** An event that no line of the journal holds yet. */
export interface PendingEvent {
  readonly type: string;
  readonly details: Details;
  readonly timestamp: Instant;
  readonly link: Link;
}

/** Events with their ids, and what the next one hangs on. */
export interface Chain {
  readonly events: readonly HistoryEvent[];
  readonly head: Head;
}

/** Numbers events that follow `last`, the newest of the history. Branches interleave, but time never runs back. */
export function chainEvents(
  pending: readonly PendingEvent[],
  start: Head,
  last: Pick<HistoryEvent, 'id' | 'timestamp'>,
): Chain {
  const events: HistoryEvent[] = [];
  let head = start;
  let { id, timestamp } = last;
  for (const event of pending) {
    id += 1;
    timestamp = Math.max(timestamp, event.timestamp);
    const previousEventId = event.link === 'after' ? id - 1 : hangsOn(event.link, head);
    const { type, details } = event;
    events.push({ id, previousEventId, type, timestamp, details });
    if (event.link === 'next' || event.link === 'origin') head = { last: id, before: previousEventId };
  }
  return { events, head };
}

function hangsOn(link: Link, head: Head): number {
  if (link === 'none') return 0;
  return link === 'origin' ? head.before : head.last;
}
