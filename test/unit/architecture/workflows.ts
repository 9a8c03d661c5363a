import { createRequire } from 'node:module';
import { z } from 'zod';
import { listFiles, readText } from './project-tree.ts';

const State = z.looseObject({ Type: z.string() });

/** A state machine as far as these tests read it. */
const Machine = z.looseObject({
  QueryLanguage: z.string().optional(),
  TimeoutSeconds: z.number().optional(),
  States: z.record(z.string(), State),
});

const Nested = z.looseObject({
  Branches: z.array(Machine).optional(),
  ItemProcessor: Machine.optional(),
});

const ErrorHandler = z.looseObject({ ErrorEquals: z.array(z.string()) });

type Machine = z.infer<typeof Machine>;

export interface NamedState {
  readonly name: string;
  readonly state: z.infer<typeof State>;
}

export interface Workflow {
  readonly path: string;
  /** As a deployment makes it: each placeholder is replaced by a function's ARN. */
  readonly text: string;
  readonly machine: Machine;
  readonly states: readonly NamedState[];
}

const validate: (definition: unknown) => { isValid: boolean; errorsText: () => string } = createRequire(
  import.meta.url,
)('asl-validator');

/** Every drill's state machine. */
export function readWorkflows(root: string): Workflow[] {
  const paths = listFiles(root, ['drills'], 'workflow.asl.json');
  return paths.map((path) => {
    const text = substitute(readText(root, path));
    const machine = Machine.parse(JSON.parse(text));
    return { path, text, machine, states: statesOf(machine) };
  });
}

export function tasksOf(workflows: readonly Workflow[]): string[] {
  return workflows.flatMap(({ states }) =>
    states.filter(({ state }) => state.Type === 'Task').map(({ name }) => name),
  );
}

/** The names in `ErrorEquals` that are Muster's own, and not those of Step Functions or of Lambda. */
export function ownErrorsOf(workflows: readonly Workflow[]): string[] {
  const names = workflows.flatMap(({ states }) =>
    states.flatMap(({ state }) =>
      [state['Retry'], state['Catch']].flatMap((handlers) =>
        z
          .array(ErrorHandler)
          .parse(handlers ?? [])
          .flatMap(({ ErrorEquals }) => ErrorEquals),
      ),
    ),
  );
  return [...new Set(names)].filter((name) => !/^(States|Lambda|Runtime|Sandbox)\./.test(name)).toSorted();
}

/** What the validator says of a state machine, one line an error. */
export function validationErrors(text: string): string[] {
  const result = validate(JSON.parse(text));
  return result.isValid ? [] : result.errorsText().split('\n');
}

/** The name of the function that a state calls: that of the state, on the way back without what ends it. */
export function functionOf(state: string): string {
  return state.replace(/(?<=[a-z])Back$/, '');
}

export function kebab(state: string): string {
  return state.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

function statesOf({ States }: Machine): NamedState[] {
  return Object.entries(States).flatMap(([name, state]) => {
    const { Branches = [], ItemProcessor } = Nested.parse(state);
    const inner = ItemProcessor ? [...Branches, ItemProcessor] : Branches;
    return [{ name, state }, ...inner.flatMap(statesOf)];
  });
}

function substitute(text: string): string {
  return text.replaceAll(
    /\$\{(\w+)\}/g,
    (_placeholder, name: string) => `arn:aws:lambda:eu-central-1:123456789012:function:${name}`,
  );
}
