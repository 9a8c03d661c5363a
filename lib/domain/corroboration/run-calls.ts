import { parseInstant } from '../instant.ts';
import type { RecordEntry, StepEntry } from '../record/entry.ts';
import { CALLS_OF_STATES } from './calls-of-states.ts';
import type { RunCall } from './run-call.ts';
import { BY_OBJECTS_AND_SQL } from './states-without-calls.ts';

export interface RunCalls {
  readonly calls: readonly RunCall[];
  /** States whose changes are objects in a bucket, or SQL: no event history has them. */
  readonly elsewhere: readonly string[];
  /** States that announced a change, and of which nobody knows here by which calls they made it. */
  readonly unknown: readonly string[];
}

/** The calls to a control plane that the record of a run says it made. */
export function runCalls(entries: readonly RecordEntry[]): RunCalls {
  const steps = entries.flatMap((entry) =>
    entry.kind === 'intent' || entry.kind === 'outcome' ? [entry] : [],
  );
  const states = [...new Set(steps.filter(announces).map(({ state }) => state))];
  const own = states.filter((state) => isCovered(state, steps));
  const elsewhere = states.filter((state) => BY_OBJECTS_AND_SQL.has(base(state)));
  return {
    calls: distinct(own.flatMap((state) => callsOf(state, steps))),
    elsewhere,
    unknown: states.filter((state) => !own.includes(state) && !elsewhere.includes(state)),
  };
}

/** What was done by hand was called by a person, and the step only looked. */
function announces({ kind, data }: StepEntry): boolean {
  return kind === 'intent' && data['byHand'] === undefined;
}

/** A state on the way back has the name of the one that it is like, and `Back`. */
function base(state: string): string {
  return state.replace(/Back$/, '');
}

/** A step that left no outcome may have called anything, but a promotion, which names beforehand what it promotes. */
function isCovered(state: string, steps: readonly StepEntry[]): boolean {
  if (!CALLS_OF_STATES.has(base(state))) return false;
  const hasEnded = steps.some((entry) => entry.kind === 'outcome' && entry.state === state);
  return hasEnded || base(state) === 'PromoteReplica';
}

function callsOf(state: string, steps: readonly StepEntry[]): readonly RunCall[] {
  const own = steps.filter((entry) => entry.state === state);
  const intent = own.find(announces);
  const read = CALLS_OF_STATES.get(base(state));
  if (!intent || !read) return [];
  const said = (other: string) =>
    steps.findLast(({ kind, state: of }) => kind === 'outcome' && of === other)?.data;
  const outcomes = own.filter(({ kind }) => kind === 'outcome');
  const ended = outcomes.length > 0 ? outcomes : [{ at: own.at(-1)?.at ?? intent.at, data: null }];
  return ended.flatMap(({ at, data }) =>
    read({ intent: intent.data, outcome: data, said }).map((call) => ({
      state,
      requestId: null,
      after: parseInstant(intent.at),
      until: parseInstant(at),
      certainty: 'made' as const,
      ...call,
    })),
  );
}

/** A step that was entered again names its call again, with less of it. */
function distinct(calls: readonly RunCall[]): readonly RunCall[] {
  const known = new Map<string, RunCall>();
  for (const call of calls) {
    const key = JSON.stringify([call.name, call.region, call.subject, call.requestId]);
    if (!known.has(key)) known.set(key, call);
  }
  const made = [...known.values()].filter(({ certainty }) => certainty === 'made');
  const isMade = ({ name, region, subject }: RunCall) =>
    made.some((call) => call.name === name && call.region === region && call.subject === subject);
  return [...known.values()].filter((call) => call.certainty === 'made' || !isMade(call));
}
