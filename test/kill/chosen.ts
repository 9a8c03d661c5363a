/** A part of a matrix, by names with commas between: MUSTER_KILL_STATES, MUSTER_KILL_VICTIMS. */
export function chosen<T>(
  all: readonly T[],
  what: 'STATES' | 'VICTIMS',
  nameOf: (one: T) => string,
): readonly T[] {
  const names = process.env[`MUSTER_KILL_${what}`];
  return names ? all.filter((one) => names.split(',').includes(nameOf(one))) : all;
}

/** Whose matrix is run: MUSTER_KILL_SCOPE is drill or real; without it both are. */
export function isChosenScope(scope: 'drill' | 'real'): boolean {
  const wanted = process.env['MUSTER_KILL_SCOPE'];
  return !wanted || wanted === scope;
}
