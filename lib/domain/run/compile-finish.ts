import { entranceAfter } from '../record/attempt-number.ts';
import type { StepEntry } from '../record/entry.ts';
import type { RunInput } from './run-input.ts';
import type { Finish } from './run-parts.ts';

export interface DeadRun {
  readonly input: RunInput;
  readonly executionArn: string;
  /** How its execution ended, as the engine says. */
  readonly status: string;
  readonly entries: readonly StepEntry[];
  readonly sealed: boolean;
}

/** Outcomes that the end of the workflow does not ask for, or makes anew. */
const NOT_HANDED_ON = new Set([
  'RecordObjectives',
  'LoadHandlers',
  'WarmHandlers',
  'WarmHandlersBack',
  'ReturnRegion',
  'SettleRoles',
  'StopHeartbeat',
  'CleanUp',
  'SealRecord',
]);

/** The input of an execution that brings a run to its end whose own execution did not. Pure. */
export function compileFinish({ input, executionArn, status, entries, sealed }: DeadRun): RunInput {
  const inOrder = entries.toSorted((a, b) => a.attempt - b.attempt);
  const outcomes = inOrder.filter(({ kind, state }) => kind === 'outcome' && !NOT_HANDED_ON.has(state));
  const last = entries.toSorted((a, b) => a.at.localeCompare(b.at, 'en')).at(-1);
  const finish: Finish = {
    executionArn,
    firstAttempt: entranceAfter(entries.map(({ attempt }) => attempt)),
    outcomes: Object.fromEntries(outcomes.map(({ state, data }) => [state, data])),
    undecided: undecidedStates(entries),
    failure: {
      state: last?.state ?? 'Begin',
      error: 'RunCutShort',
      cause: `the execution ended as ${status} before the run was cleaned up; what was left was finished later`,
    },
    sealed,
  };
  return { ...input, finish };
}

/** An intent without an outcome: what was announced may have been done, or not. */
function undecidedStates(entries: readonly StepEntry[]): string[] {
  const decided = new Set(entries.filter(({ kind }) => kind === 'outcome').map(({ state }) => state));
  return [...new Set(entries.map(({ state }) => state))].filter((state) => !decided.has(state));
}
