import type { Fan } from '../cursor.ts';
import type { ExecutionScope } from '../execution-scope.ts';
import { linkAbort } from '../linked-abort.ts';
import { currentCursor } from '../state-context.ts';
import { StateFailure } from '../state-failure.ts';
import type { BranchPlan, Race } from './branch-plan.ts';
import { recordAborted } from './record-aborted.ts';
import { runBranch } from './run-branch.ts';

/** Thrown into a branch when one beside it has failed. */
class BranchEnded extends Error {
  override readonly name = 'BranchEnded';
}

/**
 * Runs the branches that the state has opened, those that had begun first, and answers their results in order.
 * @throws StateFailure of the branch that failed first: the others are aborted, and functions they called told nothing.
 */
export async function runBranches(scope: ExecutionScope, plan: BranchPlan): Promise<readonly unknown[]> {
  const fan = fanOf(scope);
  const ended = linkAbort(scope.signal);
  const race: Race = { scope, plan, fan, signal: ended.signal };
  let failure: StateFailure | null = null;
  const run = async (index: number): Promise<void> => {
    try {
      await runBranch(race, index);
    } catch (thrown) {
      if (!race.signal.aborted && thrown instanceof StateFailure) {
        failure = thrown;
        recordFailed(race, index);
        ended.abort(new BranchEnded('a branch beside this one has failed'));
      }
      throw thrown;
    }
  };
  const waiting = inOrder(race);
  const work = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) await run(index);
  };
  const workers = Array.from({ length: Math.min(fan.limit, waiting.length) }, work);
  await Promise.all(workers)
    .catch((thrown: unknown) => {
      throw failure ?? thrown;
    })
    .finally(ended.release);
  return join(race);
}

/** @throws Error when the state has opened no branches, which is a defect. */
export function fanOf(scope: ExecutionScope): Fan {
  const { phase } = currentCursor(scope);
  if (phase.kind === 'branching') return phase.fan;
  throw new Error(`a state of ${scope.identity.arn} has opened no branches`);
}

/** Indexes of what has not returned; an iteration that had begun goes on before another one begins. */
function inOrder({ scope, fan }: Race): number[] {
  const indexes = Array.from({ length: fan.count }, (_, index) => index);
  const open = indexes.filter((index) => scope.branches.at(index).returned === null);
  const begun = (index: number): boolean => scope.branches.at(index).cursor !== null;
  return [...open.filter(begun), ...open.filter((index) => !begun(index))];
}

function recordFailed({ scope, plan, fan }: Race, failed: number): void {
  scope.branches.adopt(failed);
  if (plan.iterationsOf !== null) {
    const details = { name: plan.iterationsOf, index: failed };
    scope.record('MapIterationFailed', { mapIterationFailedEventDetails: details }, 'aside');
  }
  for (let index = 0; index < fan.count; index += 1) {
    const branch = { sequence: plan.sequence(index), iterationOf: plan.iterationsOf, index };
    if (index !== failed) recordAborted(scope, scope.branches.at(index), branch);
  }
}

/** What follows hangs on the branch that returned last; on AWS the end of an iteration counts, that of a branch does not. */
function join({ scope, plan, fan }: Race): readonly unknown[] {
  const results = Array.from({ length: fan.count }, (_, index) => scope.branches.at(index).returned);
  const latest = results.reduce((a, b) => (a && b && a.closedBy > b.closedBy ? a : b), null);
  if (latest) scope.branches.goOnAfter(plan.iterationsOf === null ? latest.last : latest.closedBy);
  return results.map((returned) => returned?.output);
}
