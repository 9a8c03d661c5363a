import { listFiles } from './project-tree.ts';
import { kebab, readWorkflows, tasksOf } from './workflows.ts';

/** Files of functions/ and lib/steps/ that stand for no state. */
const SHARED = ['lib/steps/step.ts'];

export interface FourPlaces {
  readonly states: readonly string[];
  /** Files that a state should have and has not. */
  readonly missing: readonly string[];
  /** Handlers and steps that no state machine calls. */
  readonly orphaned: readonly string[];
}

/** Holds each Task state against its handler, its step and its step's test: one name, four places. */
export function surveyFourPlaces(root: string): FourPlaces {
  const states = tasksOf(readWorkflows(root));
  const wanted = states.flatMap((state) => placesOf(kebab(state)));
  const there = listFiles(root, ['functions', 'lib/steps', 'test/unit/steps'], '.ts');
  return {
    states,
    missing: wanted.filter((path) => !there.includes(path)),
    orphaned: there.filter(
      (path) =>
        !path.startsWith('test/') &&
        !path.startsWith('functions/composition/') &&
        !wanted.includes(path) &&
        !SHARED.includes(path),
    ),
  };
}

function placesOf(name: string): string[] {
  return [`functions/${name}.ts`, `lib/steps/${name}.ts`, `test/unit/steps/${name}.test.ts`];
}
