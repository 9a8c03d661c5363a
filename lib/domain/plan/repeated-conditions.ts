import { parseFault } from './fault.ts';

/** Indexes of conditions of a kind that stands before them already: two of a kind cannot be in force at once. */
export function repeatedConditions(conditions: readonly string[]): readonly number[] {
  const names = conditions.map((text) => {
    const parsed = parseFault(text);
    return parsed.ok ? parsed.fault.name : null;
  });
  return names.flatMap((name, index) => (name !== null && names.indexOf(name) < index ? [index] : []));
}
