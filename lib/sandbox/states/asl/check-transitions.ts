import type { Sequence, State } from './definition.ts';
import { type Diagnostic, schemaProblem } from './diagnostic.ts';
import type { PlacedSequence } from './sequences.ts';

/** Targets that exist, states that are reached, and a Next or an End wherever the language asks for one. */
export function checkTransitions({ sequence, location }: PlacedSequence): Diagnostic[] {
  const { States, StartAt } = sequence;
  const start = States[StartAt] ? [] : [missingTarget('StartAt', StartAt, `${location}/StartAt`)];
  const each = Object.entries(States).flatMap(([name, state]) =>
    checkState(States, state, `${location}/States/${name}`),
  );
  if (start.length + each.length > 0) return [...start, ...each];
  return unreachable(sequence, location);
}

function checkState(states: Sequence['States'], state: State, location: string): Diagnostic[] {
  return [
    ...targets(state)
      .filter(({ to }) => !states[to])
      .map(({ field, to }) => missingTarget(field.split('/').at(-1) ?? field, to, `${location}/${field}`)),
    ...checkNextOrEnd(state, location),
    ...checkWildcards(state, location),
    ...checkWait(state, location),
  ];
}

function targets(state: State): { field: string; to: string }[] {
  const next = 'Next' in state && state.Next !== undefined ? [{ field: 'Next', to: state.Next }] : [];
  const catchers =
    'Catch' in state
      ? state.Catch.map(({ Next }, index) => ({ field: `Catch[${index}]/Next`, to: Next }))
      : [];
  if (state.Type !== 'Choice') return [...next, ...catchers];
  const rules = state.Choices.map(({ Next }, index) => ({ field: `Choices[${index}]/Next`, to: Next }));
  return state.Default === undefined ? rules : [...rules, { field: 'Default', to: state.Default }];
}

function missingTarget(field: string, to: string, location: string): Diagnostic {
  return { code: 'MISSING_TRANSITION_TARGET', message: `Missing '${field}' target: ${to}`, location };
}

function checkNextOrEnd(state: State, location: string): Diagnostic[] {
  if (state.Type === 'Choice' || state.Type === 'Succeed' || state.Type === 'Fail') return [];
  const given = Number(state.Next !== undefined) + Number(state.End === true);
  return given === 1 ? [] : [schemaProblem("Exactly one of 'Next' and 'End' is required", location)];
}

/** States.ALL stands alone and last: AWS, concepts-error-handling. */
function checkWildcards(state: State, location: string): Diagnostic[] {
  if (!('Catch' in state)) return [];
  const lists = [
    { field: 'Retry', handlers: state.Retry },
    { field: 'Catch', handlers: state.Catch },
  ];
  return lists.flatMap(({ field, handlers }) =>
    handlers.flatMap(({ ErrorEquals }, index) => {
      const alone = ErrorEquals.length === 1 && index === handlers.length - 1;
      if (alone || !ErrorEquals.includes('States.ALL')) return [];
      const message = `States.ALL must appear alone and in the last element of ${field}`;
      return [schemaProblem(message, `${location}/${field}[${index}]/ErrorEquals`)];
    }),
  );
}

function checkWait(state: State, location: string): Diagnostic[] {
  if (state.Type !== 'Wait') return [];
  const given = Number(state.Seconds !== undefined) + Number(state.Timestamp !== undefined);
  return given === 1 ? [] : [schemaProblem("Exactly one of 'Seconds' and 'Timestamp' is required", location)];
}

function unreachable({ States, StartAt }: Sequence, location: string): Diagnostic[] {
  const seen = new Set<string>();
  const queue = [StartAt];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const state = States[name];
    if (seen.has(name) || !state) continue;
    seen.add(name);
    queue.push(...targets(state).map(({ to }) => to));
  }
  const lost = Object.keys(States).filter((name) => !seen.has(name));
  return lost.map((name) => ({
    code: 'MISSING_TRANSITION_TARGET',
    message: `State "${name}" is not reachable.`,
    location: `${location}/States/${name}`,
  }));
}
