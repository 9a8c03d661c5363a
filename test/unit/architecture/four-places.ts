import { listFiles } from './project-tree.ts';
import { functionOf, kebab, readWorkflows, tasksOf } from './workflows.ts';

/** What stands for no state: how handlers are composed, and what all steps are made of. */
const SHARED = ['functions/composition/', 'lib/steps/step/'];

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
  const wanted = [...new Set(states.map(functionOf))].flatMap((state) => placesOf(kebab(state)));
  const there = listFiles(root, ['functions', 'lib/steps', 'test/unit/steps'], '.ts');
  return {
    states,
    missing: wanted.filter((path) => !there.includes(path)),
    orphaned: there.filter(
      (path) =>
        !path.startsWith('test/') &&
        !wanted.includes(path) &&
        !SHARED.some((folder) => path.startsWith(folder)),
    ),
  };
}

function placesOf(name: string): string[] {
  return [`functions/${name}.ts`, `lib/steps/${name}.ts`, `test/unit/steps/${name}.test.ts`];
}
