import { didYouMean } from './near-miss.ts';
import { type PlanFinding, type PlanPath, formatPath, quote } from './plan-problem.ts';

export interface NamedAt {
  readonly name: string;
  readonly path: PlanPath;
}

/** Every name that an earlier entry has already. `noun` says of what, such as "service". */
export function duplicateFindings(noun: string, named: readonly NamedAt[]): readonly PlanFinding[] {
  const firsts = new Map<string, PlanPath>();
  return named.flatMap(({ name, path }) => {
    const first = firsts.get(name);
    if (!first) {
      firsts.set(name, path);
      return [];
    }
    return [
      {
        path,
        expected: `a ${noun} name of its own`,
        found: `${quote(name)}, the name of ${formatPath(first.slice(0, -1))} already`,
      },
    ];
  });
}

/** Every reference to a name that is not among `known`. */
export function unknownFindings(
  noun: string,
  known: readonly string[],
  references: readonly NamedAt[],
): readonly PlanFinding[] {
  return references
    .filter(({ name }) => !known.includes(name))
    .map(({ name, path }) => ({
      path,
      expected: `the name of a ${noun} of this plan${known.length > 0 ? ` (${known.join(', ')})` : ''}`,
      found: `the unknown ${quote(name)}`,
      ...didYouMean(name, known),
    }));
}
