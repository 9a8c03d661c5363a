import type { BranchPlan } from '../branches/branch-plan.ts';
import { fanOf, runBranches } from '../branches/run-branches.ts';
import type { ParallelState, Sequence } from '../definition.ts';
import { withErrorHandling } from '../error-handling.ts';
import {
  currentCursor,
  leaveWithResult,
  type Outcome,
  type StateContext,
  templateFor,
} from '../state-context.ts';

type ParallelContext = StateContext<ParallelState>;

/** Runs all branches at the same time, on the same input; its result is the array of what they return. */
export function runParallel(context: ParallelContext): Promise<Outcome> {
  return withErrorHandling(context, context.state, () => attempt(context));
}

async function attempt(context: ParallelContext): Promise<Outcome> {
  const { scope } = context;
  if (currentCursor(scope).phase.kind !== 'branching') await open(context);
  const result = await runBranches(scope, planOf(context));
  scope.record('ParallelStateSucceeded', {}, 'aside');
  return leaveWithResult(context, result);
}

async function open(context: ParallelContext): Promise<void> {
  const { state, scope } = context;
  const input = Object.hasOwn(state, 'Arguments')
    ? await templateFor(context).value({ template: state.Arguments, location: 'Arguments' })
    : currentCursor(scope).input;
  scope.record('ParallelStateStarted');
  const count = state.Branches.length;
  scope.branches.open({ count, limit: count, input });
}

function planOf({ name, state, scope }: ParallelContext): BranchPlan {
  const { input } = fanOf(scope);
  return {
    iterationsOf: null,
    item: () => null,
    input: () => Promise.resolve(input),
    sequence: (index): Sequence => {
      const branch = state.Branches[index];
      if (branch) return branch;
      throw new Error(`the state '${name}' has no branch ${index}`);
    },
  };
}
