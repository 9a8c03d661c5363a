import type { Sequence, State } from './definition.ts';

/** A sequence and the JSON pointer of where it stands: '' for the machine, `/States/P/Branches[0]` for a branch. */
export interface PlacedSequence {
  readonly sequence: Sequence;
  readonly location: string;
}

/** The sequences directly below a state. */
export function sequencesOf(state: State, location: string): readonly PlacedSequence[] {
  if (state.Type === 'Map') return [{ sequence: state.ItemProcessor, location: `${location}/ItemProcessor` }];
  if (state.Type !== 'Parallel') return [];
  return state.Branches.map((sequence, index) => ({ sequence, location: `${location}/Branches[${index}]` }));
}

/** A sequence and all below it, at any depth. */
export function everySequence(placed: PlacedSequence): readonly PlacedSequence[] {
  const below = Object.entries(placed.sequence.States).flatMap(([name, state]) =>
    sequencesOf(state, `${placed.location}/States/${name}`),
  );
  return [placed, ...below.flatMap(everySequence)];
}
