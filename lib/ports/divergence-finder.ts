import type { FoundDivergence, PartedServers } from '../domain/divergence/found-divergence.ts';
import type { SessionTarget } from './session-target.ts';

/** Finds the rows in which an old primary differs from the server that was promoted in its stead. */
export interface DivergenceFinder {
  /** Every one of them. @throws Error when something cannot be read, or is more than can be saved at once */
  all(servers: PartedServers<SessionTarget>): Promise<FoundDivergence>;
  /** Whether rows were written since a transaction that are not on the promoted server; and the next transaction. */
  writtenSince(
    servers: PartedServers<SessionTarget>,
    transaction: string,
  ): Promise<{ readonly next: string; readonly any: boolean }>;
}
