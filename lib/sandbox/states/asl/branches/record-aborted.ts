import type { Sequence, State } from '../definition.ts';
import type { BranchState, ExecutionScope } from '../execution-scope.ts';

export interface AbortedBranch {
  readonly sequence: Sequence;
  /** The Map state's name, if the branch is an iteration. */
  readonly iterationOf: string | null;
  readonly index: number;
}

/** States that are in AWS's list of aborted ones; the others take no time. */
const ABORTED: readonly State['Type'][] = ['Task', 'Wait', 'Parallel', 'Map'];

/** Events of a branch that is given up: what its state was running, the state, the iteration. */
export function recordAborted(scope: ExecutionScope, branch: BranchState, about: AbortedBranch): void {
  const { cursor } = branch;
  if (!cursor) return;
  const state = about.sequence.States[cursor.state];
  if (!state) return;
  if (cursor.phase.kind === 'branching') recordBelow(scope, branch, { name: cursor.state, state });
  if (cursor.phase.kind === 'mapRun') scope.record('MapRunAborted', {}, 'aside');
  if (ABORTED.includes(state.Type)) scope.record(`${state.Type}StateAborted`, {}, 'aside');
  if (about.iterationOf === null) return;
  const details = { name: about.iterationOf, index: about.index };
  scope.record('MapIterationAborted', { mapIterationAbortedEventDetails: details }, 'aside');
}

function recordBelow(
  scope: ExecutionScope,
  branch: BranchState,
  { name, state }: { readonly name: string; readonly state: State },
): void {
  const phase = branch.cursor?.phase;
  const count = phase?.kind === 'branching' ? phase.fan.count : 0;
  for (let index = 0; index < count; index += 1) {
    const sequence = sequenceOf(state, index);
    const iterationOf = state.Type === 'Map' ? name : null;
    if (sequence) recordAborted(scope, branch.below(index), { sequence, iterationOf, index });
  }
}

function sequenceOf(state: State, index: number): Sequence | undefined {
  if (state.Type === 'Parallel') return state.Branches[index];
  return state.Type === 'Map' ? state.ItemProcessor : undefined;
}
