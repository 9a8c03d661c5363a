import type { Branch } from './branch.ts';
import type { DivergedTable } from './diverged-table.ts';

/** An old primary that nobody writes to any more, and the server that was promoted in its stead. */
export interface PartedServers<T> {
  readonly old: T;
  readonly promoted: T;
}

export interface FoundDivergence {
  readonly branch: Branch;
  /** Tables with at least one row. */
  readonly tables: readonly DivergedTable[];
  /** What was not looked at, and why. */
  readonly leftOut: readonly { readonly what: string; readonly reason: string }[];
}
