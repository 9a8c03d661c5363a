import type { Fan } from '../cursor.ts';
import type { Sequence } from '../definition.ts';
import type { ExecutionScope, MapItem } from '../execution-scope.ts';

/** What a Parallel or Map state says of its branches. */
export interface BranchPlan {
  /** The state's name if its branches are iterations, which have events of their own. */
  readonly iterationsOf: string | null;
  readonly sequence: (index: number) => Sequence;
  readonly item: (index: number) => MapItem | null;
  /** What a branch begins with; asked for when it begins. */
  readonly input: (index: number) => Promise<unknown>;
}

/** Branches on their way. */
export interface Race {
  readonly scope: ExecutionScope;
  readonly plan: BranchPlan;
  readonly fan: Fan;
  readonly signal: AbortSignal;
}
