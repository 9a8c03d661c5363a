import { parseInstant, secondsBetween } from '../domain/instant.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import type { RunFacts } from '../domain/judge/run-facts.ts';
import { historyInstantWords } from './instant-words.ts';
import type { Section } from './report-model.ts';
import { type RunStep, runSteps } from './run-steps.ts';
import { cell, section } from './section.ts';

/** Every step in its order, how often it was tried, and what its failed attempts failed with. */
export function stepsSection({ entries }: RunFacts): Section {
  const steps = runSteps(entries);
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
function tookWords({ entered, exited }: Pick<RunStep, 'entered' | 'exited'>, isLast: boolean): string {
  if (exited !== null) return durationWords(secondsBetween(parseInstant(entered), parseInstant(exited)));
  return isLast ? 'under way' : 'did not end';
}
