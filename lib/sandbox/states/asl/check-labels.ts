import { type Diagnostic, schemaProblem } from './diagnostic.ts';
import type { PlacedSequence } from './sequences.ts';

const LONGEST_LABEL = 40;
/** The characters that a label shares with names of executions: AWS, state-map-distributed (Label). */
const LABEL = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]*$/u;

/** "A string that uniquely identifies a Map state": AWS does not say in which words it refuses another. */
export function checkLabels(sequences: readonly PlacedSequence[]): Diagnostic[] {
  const seen = new Set<string>();
  return sequences.flatMap(({ sequence, location }) =>
    Object.entries(sequence.States).flatMap(([name, state]) => {
      if (state.Type !== 'Map' || state.Label === undefined) return [];
      const twice = seen.has(state.Label);
      seen.add(state.Label);
      return labelProblems(state.Label, twice).map((message) =>
        schemaProblem(message, `${location}/States/${name}/Label`),
      );
    }),
  );
}

function labelProblems(label: string, twice: boolean): string[] {
  if (label === '') return ['Label cannot be empty'];
  if (Array.from(label).length > LONGEST_LABEL) return [`Label cannot exceed ${LONGEST_LABEL} characters`];
  if (!LABEL.test(label)) return [`Label contains an invalid character: '${label}'`];
  return twice ? [`Label '${label}' is used by more than one Map state`] : [];
}
