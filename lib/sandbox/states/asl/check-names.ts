import type { Definition } from './definition.ts';
import { type Diagnostic, schemaProblem } from './diagnostic.ts';
import { everySequence } from './sequences.ts';

const LONGEST_NAME = 80;

/** "The state name … must be unique within the scope of the whole state machine", of at most 80 characters: the specification. */
export function checkNames(definition: Definition): Diagnostic[] {
  const seen = new Set<string>();
  return everySequence({ sequence: definition, location: '' }).flatMap(({ sequence, location }) =>
    Object.keys(sequence.States).flatMap((name) => {
      const place = `${location}/States/${name}`;
      const twice = seen.has(name);
      seen.add(name);
      return [...(twice ? [duplicate(name, place)] : []), ...checkLength(name, place)];
    }),
  );
}

function duplicate(name: string, location: string): Diagnostic {
  return { code: 'DUPLICATE_STATE_NAME', message: `Duplicate State name: ${name}`, location };
}

function checkLength(name: string, location: string): Diagnostic[] {
  if (Array.from(name).length <= LONGEST_NAME) return [];
  return [schemaProblem(`A state's name has at most ${LONGEST_NAME} characters`, location)];
}
