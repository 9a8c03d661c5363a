import type { State } from './definition.ts';
import { type Diagnostic, schemaProblem } from './diagnostic.ts';
import type { PlacedSequence } from './sequences.ts';

/** Which fields of a state may stand together; in words of this sandbox, as AWS's were not found. */
export function checkFields({ sequence, location: place }: PlacedSequence): Diagnostic[] {
  return Object.entries(sequence.States).flatMap(([name, state]) => {
    const location = `${place}/States/${name}`;
    return [
      ...checkNextOrEnd(state, location),
      ...checkWildcards(state, location),
      ...checkWait(state, location),
    ];
  });
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
