import type { OwnEvent, OwnHistory } from '../corroboration/own-history.ts';
import { type RunContents, textIn } from '../evidence/run-contents.ts';
import { formatInstant, parseInstant } from '../instant.ts';
import { readLines } from '../judge/read-lines.ts';
import { type HistoryEntry, RecordEntry } from '../record/entry.ts';
import type { Finding } from './finding.ts';

export interface CheckedHistory {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

const file = 'record.ndjson';
/** Where whoever verifies has put what they were told. */
const OWN = '--history';

/**
 * Holds what the record says of the engine's history against what Step Functions told whoever verifies: the same events,
 * at the same moments. What came after the seal is in no record. Of an execution that finished the run nothing need be told.
 */
export function checkHistory(contents: RunContents, told: readonly OwnHistory[] | null): CheckedHistory {
  if (told === null) return { findings: [], notes: [] };
  const name = file;
  const { lines } = readLines({ name, text: textIn(contents, file), schema: RecordEntry });
  const checked = executionsOf(lines).map((events, number) =>
    checkExecution(events, { told, mayBeUntold: number > 0 }),
  );
  return {
    findings: checked.flatMap(({ findings }) => findings),
    notes: checked.map(({ note }) => `${OWN}: ${note}`),
  };
}

/** A run has the events of its execution, and those of one that finished it; each begins with its own first event. */
function executionsOf(entries: readonly RecordEntry[]): readonly (readonly HistoryEntry[])[] {
  const executions: HistoryEntry[][] = [];
  for (const entry of entries) {
    if (entry.kind !== 'history') continue;
    if (entry.id === 1 || executions.length === 0) executions.push([]);
    executions.at(-1)?.push(entry);
  }
  return executions;
}

interface CheckedOne {
  readonly findings: readonly Finding[];
  readonly note: string;
}

interface Held {
  readonly told: readonly OwnHistory[];
  readonly mayBeUntold: boolean;
}

function checkExecution(events: readonly HistoryEntry[], { told, mayBeUntold }: Held): CheckedOne {
  const [first] = events;
  const own = told.find(([start]) => first && start && isSame(first, start));
  const begun = first?.at ?? 'no moment';
  if (!own) {
    const note = `nothing of the execution that began at ${begun}`;
    return {
      findings: mayBeUntold ? [] : [against(`has an execution that began at ${begun}, and no history does`)],
      note,
    };
  }
  const findings = [...differing(events, own), ...leftOut(events, own)].slice(0, MOST_SHOWN);
  const same = `${events.length} events of the execution that began at ${begun} are what Step Functions has of it`;
  return {
    findings,
    note: findings.length > 0 ? `the execution that began at ${begun} was another one` : same,
  };
}

/** One that is wrong makes most that follow it wrong. */
const MOST_SHOWN = 3;

function differing(events: readonly HistoryEntry[], own: OwnHistory): readonly Finding[] {
  const byId = new Map(own.map((event) => [event.id, event]));
  return events.flatMap((event) => {
    const seen = byId.get(event.id);
    if (seen && isSame(event, seen)) return [];
    return [against(`has ${recorded(event)}; Step Functions ${seen ? `has ${engines(seen)}` : 'has none'}`)];
  });
}

function leftOut(events: readonly HistoryEntry[], own: OwnHistory): readonly Finding[] {
  const known = new Set(events.map(({ id }) => id));
  const last = Math.max(...known);
  return own.flatMap((event) =>
    event.id < last && !known.has(event.id)
      ? [against(`does not have ${engines(event)} of Step Functions`)]
      : [],
  );
}

/** The SDK rounds to milliseconds what the AWS CLI prints in microseconds, and parsers cut it off. */
const ROUNDED_US = 1000;

function isSame(event: HistoryEntry, { id, type, state, atMs }: OwnEvent): boolean {
  const isThen = Math.abs(parseInstant(event.at) - atMs * 1000) <= ROUNDED_US;
  return event.id === id && event.type === type && event.state === state && isThen;
}

function recorded({ id, type, state, at }: HistoryEntry): string {
  return `event ${id}, ${type}${state === null ? '' : ` of ${state}`} at ${at}`;
}

function engines({ atMs, ...event }: OwnEvent): string {
  return recorded({
    schemaVersion: 1,
    kind: 'history',
    error: null,
    cause: null,
    ...event,
    at: formatInstant(atMs * 1000),
  });
}

function against(says: string): Finding {
  return { kind: 'record-contradicted', file, says };
}
