import { type Instant, parseInstant } from '../instant.ts';
import type { ObservedLine, ObservedRow, ObservedTable } from '../ledger/observed-line.ts';

/** One segment's first sight of a row: the reading that showed it, and the last complete one before, which did not. */
export interface Sighting {
  readonly segment: number;
  readonly reading: number;
  readonly seenBy: Instant;
  readonly notThere: { readonly reading: number; readonly sent: Instant } | null;
}

/**
 * A row that was seen committed on the primary, once, however many segments saw it: those that follow each other
 * overlap. It was committed not after `seenBy`, and after `notThereAt`, the sending of the last reading without it.
 */
export interface SeenRow {
  readonly sequence: string;
  readonly time: string | null;
  readonly sightings: readonly Sighting[];
  readonly seenBy: Instant;
  readonly notThereAt: Instant | null;
}

/** A new primary may give out a lost sequence again: a row is the same when its time is, too. */
export function tableRowKey({ sequence, time }: { sequence: string; time: string | null }): string {
  return `${sequence} at ${time}`;
}

/** The rows of the plan's own ledger in the order in which they were first seen. */
export function seenRows(observed: readonly ObservedLine[]): readonly SeenRow[] {
  const readings = observed.filter((line) => line.line === 'table' && line.complete);
  const rows = observed.filter((line) => line.line === 'row');
  const seen = new Map<string, SeenRow>();
  for (const [row, before] of withReadingBefore(rows, readings)) {
    const key = tableRowKey(row);
    seen.set(key, seenAgain(seen.get(key), row, before));
  }
  return [...seen.values()].toSorted((a, b) => a.seenBy - b.seenBy);
}

function seenAgain(known: SeenRow | undefined, row: ObservedRow, before: Reading | null): SeenRow {
  const { sequence, time, segment, reading } = row;
  const seenBy = parseInstant(row.answered);
  const notThere = before && { reading: before.reading, sent: parseInstant(before.sent) };
  const sighting = { segment, reading, seenBy, notThere };
  if (!known) return { sequence, time, sightings: [sighting], seenBy, notThereAt: notThere?.sent ?? null };
  return {
    ...known,
    sightings: [...known.sightings, sighting],
    seenBy: Math.min(known.seenBy, seenBy),
    notThereAt: later(known.notThereAt, notThere?.sent ?? null),
  };
}

function later(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

type Reading = Pick<ObservedTable, 'segment' | 'reading' | 'sent'>;

/** Each row with the last of the readings of its segment before its own, in one pass over both. */
function* withReadingBefore(rows: readonly ObservedRow[], readings: readonly Reading[]) {
  const rest = readings.toSorted(inOrder);
  let next = 0;
  let before: Reading | null = null;
  for (const row of rows.toSorted(inOrder)) {
    for (let reading = rest[next]; reading && inOrder(reading, row) < 0; reading = rest[next]) {
      before = reading;
      next += 1;
    }
    yield [row, before?.segment === row.segment ? before : null] as const;
  }
}

function inOrder(a: Pick<Reading, 'segment' | 'reading'>, b: Pick<Reading, 'segment' | 'reading'>): number {
  return a.segment - b.segment || a.reading - b.reading;
}
