import type { Definition, State } from './definition.ts';
import { type Diagnostic, schemaProblem } from './diagnostic.ts';
import { type PlacedSequence, sequencesOf } from './sequences.ts';

interface Assigned {
  readonly name: string;
  readonly location: string;
}

/** "Variable names … can contain a maximum of 80 characters", follow Unicode's identifiers, and `states` is reserved. */
const NAME = /^[\p{ID_Start}_][\p{ID_Continue}_]*$/u;
const LONGEST_NAME = 80;

/**
 * Names of variables, and their scopes: a branch reads what is assigned around it, but may assign no such name itself
 * (https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html, variable scope).
 */
export function checkVariables(definition: Definition): Diagnostic[] {
  return checkScope({ sequence: definition, location: '' }, new Set());
}

function checkScope({ sequence, location }: PlacedSequence, outer: ReadonlySet<string>): Diagnostic[] {
  const states = Object.entries(sequence.States).map(([name, state]) => ({
    state,
    location: `${location}/States/${name}`,
  }));
  const own = states.flatMap((placed) => assignedBy(placed.state, placed.location));
  const visible = new Set([...outer, ...own.map(({ name }) => name)]);
  const below = states.flatMap((placed) => sequencesOf(placed.state, placed.location));
  return [
    ...own.flatMap(checkName),
    ...own.filter(({ name }) => outer.has(name)).map(shadowed),
    ...below.flatMap((placed) => checkScope(placed, visible)),
  ];
}

/** All places of a state where Assign may stand: its own, its rules', its catchers'. */
function assignedBy(state: State, location: string): readonly Assigned[] {
  const own = 'Assign' in state ? [{ assign: state.Assign, at: location }] : [];
  const rules = state.Type === 'Choice' ? state.Choices : [];
  const catchers = 'Catch' in state ? state.Catch : [];
  return [
    ...own,
    ...rules.map(({ Assign: assign }, index) => ({ assign, at: `${location}/Choices[${index}]` })),
    ...catchers.map(({ Assign: assign }, index) => ({ assign, at: `${location}/Catch[${index}]` })),
  ].flatMap(({ assign, at }) =>
    Object.keys(assign ?? {}).map((name) => ({ name, location: `${at}/Assign/${name}` })),
  );
}

function checkName({ name, location }: Assigned): Diagnostic[] {
  if (name === 'states')
    return [schemaProblem("The variable name 'states' is reserved by Step Functions", location)];
  if (NAME.test(name) && Array.from(name).length <= LONGEST_NAME) return [];
  return [schemaProblem(`The variable name '${name}' is not valid`, location)];
}

function shadowed({ name, location }: Assigned): Diagnostic {
  return schemaProblem(
    `The variable '${name}' is assigned in an outer scope and cannot be assigned in an inner one`,
    location,
  );
}
