import { currentCursor } from '../state-context.ts';
import type { ExecutionScope } from '../execution-scope.ts';
import type { Race } from './branch-plan.ts';

/** Runs one branch from its start, or from where the journal stands, to its end. */
export async function runBranch(race: Race, index: number): Promise<void> {
  const { scope, plan } = race;
  const begun = scope.branches.at(index).cursor !== null;
  const input = begun ? null : await plan.input(index);
  race.signal.throwIfAborted();
  const branch = openBranch(race, index, input);
  if (!begun) recordIteration(branch, race, { index, what: 'Started' });
  const output = await scope.runSequence(plan.sequence(index), branch);
  recordIteration(branch, race, { index, what: 'Succeeded' });
  scope.branches.finish(index, output);
}

/** A branch reads the variables around it; its own are gone with it. */
function openBranch(race: Race, index: number, input: unknown): ExecutionScope {
  const { scope, plan, signal } = race;
  const outer = { ...scope.start.outer, ...currentCursor(scope).variables };
  const item = plan.item(index) ?? scope.start.item;
  return scope.branches.scope(index, {
    start: { input, outer, item },
    signal,
    after: startedBy(race, index),
  });
}

/** As many iterations as may run at once hang on the state's start, each later one on the one that made room for it. */
function startedBy({ scope, fan }: Race, index: number): number {
  if (index < fan.limit) return fan.startedBy;
  return scope.branches.latest()?.last ?? fan.startedBy;
}

function recordIteration(
  branch: ExecutionScope,
  { plan }: Race,
  { index, what }: { readonly index: number; readonly what: 'Started' | 'Succeeded' },
): void {
  if (plan.iterationsOf === null) return;
  const field = `mapIteration${what}EventDetails`;
  const link = what === 'Started' ? 'next' : 'aside';
  branch.record(`MapIteration${what}`, { [field]: { name: plan.iterationsOf, index } }, link);
}
