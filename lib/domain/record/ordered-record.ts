import type { HistoryEntry, StepEntry } from './entry.ts';

/**
 * One sequence of all that a run wrote down: the engine's history in its order, and after each state's entry the
 * entries that the step wrote, by time. Entries of a state that history does not name come last.
 */
export function orderRecord(
  history: readonly HistoryEntry[],
  steps: readonly StepEntry[],
): readonly (HistoryEntry | StepEntry)[] {
  const remaining = new Map(Map.groupBy(steps, ({ state }) => state));
  const ordered = history.flatMap((event) => {
    const entered = event.state !== null && event.type.endsWith('StateEntered');
    const own = entered && event.state !== null ? (remaining.get(event.state) ?? []) : [];
    if (own.length && event.state !== null) remaining.delete(event.state);
    return [event, ...inTime(own)];
  });
  return [...ordered, ...inTime([...remaining.values()].flat())];
}

function inTime(entries: readonly StepEntry[]): readonly StepEntry[] {
  return entries.toSorted(
    (a, b) =>
      a.attempt - b.attempt ||
      a.at.localeCompare(b.at, 'en') ||
      a.state.localeCompare(b.state, 'en') ||
      a.kind.localeCompare(b.kind, 'en'),
  );
}
