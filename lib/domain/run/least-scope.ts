import type { Scope } from './run-parts.ts';

/** From what proves nothing of a live system to what was no drill at all. */
const SCOPES: readonly Scope[] = ['rehearsal', 'isolated', 'live', 'real'];

/** What counts where a run is said to be of several scopes: the least; of nothing said, a rehearsal. */
export function leastScope(said: readonly Scope[]): Scope {
  return SCOPES.find((scope) => said.includes(scope)) ?? 'rehearsal';
}
