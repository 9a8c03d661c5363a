import type { BlockRange } from '../domain/content/block-range.ts';
import type { TableName } from '../domain/content/contents.ts';
import type { BranchEvidence } from '../domain/divergence/branch.ts';
import type { PlacedVersion } from '../domain/divergence/sort-out.ts';
import type { TransactionStatus } from '../domain/divergence/row-origin.ts';
import type { SessionTarget } from './session-target.ts';

/** A part of a table; `before`: without the rows of this transaction and of later ones (lower 32 bits). */
export interface VersionsIn {
  readonly table: TableName;
  readonly range: BlockRange;
  readonly before: string | null;
}

/** What two servers of one system hold whose histories have parted. */
export interface PartedHistories {
  evidence(old: SessionTarget, promoted: SessionTarget): Promise<BranchEvidence>;
  /** What a server says of transactions by their numbers in full, each of which has begun there. */
  statuses(
    target: SessionTarget,
    transactions: readonly string[],
  ): Promise<ReadonlyMap<string, TransactionStatus>>;
  versions(target: SessionTarget, question: VersionsIn): Promise<readonly PlacedVersion[]>;
}
