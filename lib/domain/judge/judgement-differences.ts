/** One field in which two judgements differ, by its path, with both values as JSON. */
export interface Difference {
  readonly path: string;
  readonly stored: string;
  readonly recomputed: string;
}

/** Where a run lies does not change how it is judged. */
const IGNORED = new Set(['directory']);

/** Compares a stored judgement with a new one, field by field, in the order of the new one's fields. */
export function judgementDifferences(stored: unknown, recomputed: unknown): readonly Difference[] {
  return differences('', stored, recomputed).filter(({ path }) => !IGNORED.has(path));
}

function differences(path: string, stored: unknown, recomputed: unknown): readonly Difference[] {
  const [left, right] = [fieldsOf(stored), fieldsOf(recomputed)];
  if (!left || !right) {
    return Object.is(stored, recomputed)
      ? []
      : [{ path, stored: json(stored), recomputed: json(recomputed) }];
  }
  const names = new Set([...right.keys(), ...left.keys()]);
  return [...names].flatMap((name) =>
    differences(path === '' ? name : `${path}.${name}`, left.get(name), right.get(name)),
  );
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> | null {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null;
}

function json(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
