import type { RecordEntry } from '../domain/record/entry.ts';

/** One entrance of a state, as the workflow engine's own history has it. */
export interface RunStep {
  readonly state: string;
  /** Instants as ISO text; `exited` is null where the state was not left. */
  readonly entered: string;
  readonly exited: string | null;
  readonly attempts: number;
  /** Errors of the attempts that failed, in their order. */
  readonly failures: readonly string[];
}

/** Every step in its order. States run one after another, so that what lies between an entry and the next belongs to it. */
export function runSteps(record: readonly RecordEntry[]): readonly RunStep[] {
  const history = record.filter((entry) => entry.kind === 'history');
  const entries = history.flatMap(({ type, state }, index) =>
    type.endsWith('StateEntered') && state !== null ? [{ state, index }] : [],
  );
  return entries.map(({ state, index }, at) => {
    const events = history.slice(index, entries[at + 1]?.index ?? history.length);
    const exit = events.find(({ type }) => type.endsWith('StateExited'));
    return {
      state,
      entered: events[0]?.at ?? '',
      exited: exit?.at ?? null,
      attempts: events.filter(({ type }) => type === 'TaskScheduled').length,
      failures: events
        .filter(({ type }) => /^(Task|LambdaFunction)(Failed|TimedOut)$/.test(type))
        .map(({ error, type }) => error ?? type),
    };
  });
}
