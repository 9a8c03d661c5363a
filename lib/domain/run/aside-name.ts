const MOST_LETTERS = 63;

/** Identifier of an old primary that a replica takes the place of: its own, and the end of the run's name. */
export function asideName(instance: string, run: string): string {
  const end = `-old-${run.replaceAll(/[^a-z0-9]/g, '').slice(-8)}`;
  return instance.slice(0, MOST_LETTERS - end.length).replace(/-+$/, '') + end;
}
