const MODULUS = 0x1_0000_0000n;

/**
 * Where the histories of an old primary and of the promoted server part, in numbers of transactions as
 * pg_current_snapshot() has them (64 bits). A number below `known` means one transaction on both. From `own` on it means
 * one here and another there. Between the two it is not known which.
 */
export interface Branch {
  readonly known: bigint;
  readonly own: bigint;
  /** First transaction that had not begun on either server when it was looked. */
  readonly oldNext: bigint;
  readonly promotedNext: bigint;
}

/** What heartbeat rows on both servers say of it, as the lower 32 bits that a row has; null for none. */
export interface BranchEvidence {
  /** Transaction of the newest row that both servers hold, made by the same transaction. */
  readonly shared: string | null;
  /** Transaction of the oldest row past that one which the promoted server alone holds. */
  readonly firstOwn: string | null;
  readonly oldNext: string;
  readonly promotedNext: string;
}

/** No transaction has a lower number (postgresql.org/docs/17/transaction-id.html). */
const FIRST = 3n;

/**
 * Numbers are given in their order, so a heartbeat that was replicated shows that the promoted server gave out none below
 * it, and the first one that it took itself shows that it gave out that one. Without heartbeats nothing is certain.
 */
export function branchOf({ shared, firstOwn, oldNext, promotedNext }: BranchEvidence): Branch {
  const next = { old: BigInt(oldNext), promoted: BigInt(promotedNext) };
  return {
    known: shared === null ? FIRST : inFull(shared, next.promoted) + 1n,
    own: firstOwn === null ? next.promoted : inFull(firstOwn, next.promoted),
    oldNext: next.old,
    promotedNext: next.promoted,
  };
}

/** A row has the lower 32 bits of its transaction's number; it is the newest one with them that has begun. */
export function inFull(xmin: string, next: bigint): bigint {
  const newest = next - 1n;
  const behind = (((newest - BigInt(xmin)) % MODULUS) + MODULUS) % MODULUS;
  return newest - behind;
}
