/** Something that may need others by name. */
export interface Dependent {
  readonly name: string;
  readonly needs: readonly string[];
}

/**
 * Those that are needed before those that need them; otherwise by name. Where they need one another in a circle there is
 * no such order: they stand by name, and are named in `circles`.
 */
export function inOrderOfNeed<T extends Dependent>(
  all: readonly T[],
): { readonly ordered: readonly T[]; readonly circles: readonly string[] } {
  const ordered: T[] = [];
  let left = all.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  while (left.length > 0) {
    const names = new Set(left.map(({ name }) => name));
    const ready = left.filter(({ name, needs }) => needs.every((need) => need === name || !names.has(need)));
    if (ready.length === 0) return { ordered: [...ordered, ...left], circles: [...names] };
    ordered.push(...ready);
    left = left.filter((one) => !ready.includes(one));
  }
  return { ordered, circles: [] };
}
