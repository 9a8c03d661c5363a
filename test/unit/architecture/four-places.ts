import { listFiles } from './project-tree.ts';
import { functionOf, kebab, readWorkflows, tasksOf } from './workflows.ts';

/** Handlers that no workflow calls, because whoever wants to know calls them in each region. */
const CALLED_DIRECTLY = ['ProbeSite'];

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
  const there = listFiles(root, ['functions', 'lib/steps', 'test/unit/steps'], '.ts');
  const direct = CALLED_DIRECTLY.filter((state) => there.includes(`functions/${kebab(state)}.ts`));
  const wanted = [...new Set([...states.map(functionOf), ...direct])].flatMap((state) =>
    placesOf(kebab(state)),
  );
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
