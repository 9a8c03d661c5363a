import { parseInstant, secondsBetween } from '../domain/instant.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import type { RunFacts } from '../domain/judge/run-facts.ts';
import type { HistoryEntry } from '../domain/record/entry.ts';
import { historyInstantWords } from './instant-words.ts';
import type { Section } from './report-model.ts';
import { cell, section } from './section.ts';

interface Step {
  readonly state: string;
  readonly entered: string;
  readonly exited: string | null;
  readonly attempts: number;
  readonly failures: readonly string[];
}

/** Every step in its order, how often it was tried, and what its failed attempts failed with. */
export function stepsSection({ entries }: RunFacts): Section {
  const steps = stepsOf(entries.filter((entry) => entry.kind === 'history'));
  if (steps.length === 0)
    return section('steps', 'Steps', { notes: ['The history of the execution is not on record.'] });
  return section('steps', 'Steps', {
    notes: ["As the workflow engine's own history has them, up to the step that wrote the record."],
    table: {
      columns: [
        { label: 'Step' },
        { label: 'Began (UTC)', kind: 'instant' },
        { label: 'Took', kind: 'number' },
        { label: 'Attempts', kind: 'number' },
        { label: 'Failed attempts' },
      ],
      rows: steps.map(({ state, entered, exited, attempts, failures }, index) => [
        cell(state),
        cell(historyInstantWords(entered)),
        cell(tookWords({ entered, exited }, index === steps.length - 1)),
        cell(attempts === 0 ? '–' : String(attempts)),
        cell(failures.length === 0 ? '–' : failures.join('; ')),
      ]),
    },
  });
}

/** The last step on record is the one that wrote it, or the one in which the execution was cut short. */
function tookWords({ entered, exited }: Pick<Step, 'entered' | 'exited'>, isLast: boolean): string {
  if (exited !== null) return durationWords(secondsBetween(parseInstant(entered), parseInstant(exited)));
  return isLast ? 'under way' : 'did not end';
}

/** States run one after another, so that what lies between an entry and the next belongs to it. */
function stepsOf(history: readonly HistoryEntry[]): readonly Step[] {
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
