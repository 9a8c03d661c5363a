import type { Sequence, State } from './definition.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { PlacedSequence } from './sequences.ts';

/**
 * Targets that exist, a state that ends the machine, and states that are reached. As measured on AWS: the three codes,
 * their order and words; that 'Next' stands for each kind of target; and that only the machine itself must have an end.
 */
export function checkTransitions({ sequence, location }: PlacedSequence): Diagnostic[] {
  const { States, StartAt } = sequence;
  const start = States[StartAt] ? [] : [missingTarget(StartAt, `${location}/StartAt`)];
  const missing = Object.entries(States).flatMap(([name, state]) =>
    targets(state)
      .filter(({ to }) => !States[to])
      .map(({ field, to }) => missingTarget(to, `${location}/States/${name}/${field}`)),
  );
  const endless = location === '' && !Object.values(States).some(isTerminal);
  return [...start, ...missing, ...(endless ? [NO_END] : unreachable(sequence, location))];
}

const NO_END: Diagnostic = {
  code: 'MISSING_END_STATE',
  message: 'Workflow has no terminal state',
  location: null,
};

function isTerminal(state: State): boolean {
  return state.Type === 'Succeed' || state.Type === 'Fail' || ('End' in state && state.End === true);
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

function missingTarget(to: string, location: string): Diagnostic {
  return { code: 'MISSING_TRANSITION_TARGET', message: `Missing 'Next' target: ${to}`, location };
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
