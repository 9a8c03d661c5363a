import { entranceAfter } from '../record/attempt-number.ts';
import type { StepEntry } from '../record/entry.ts';
import { onRecord } from '../record/on-record.ts';
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
  const { outcomes, undecided } = onRecord(entries);
  const handedOn = Object.entries(outcomes).filter(([state]) => !NOT_HANDED_ON.has(state));
  const last = entries.toSorted((a, b) => a.at.localeCompare(b.at, 'en')).at(-1);
  const finish: Finish = {
    executionArn,
    firstAttempt: entranceAfter(entries.map(({ attempt }) => attempt)),
    outcomes: Object.fromEntries(handedOn),
    undecided: [...undecided],
    failure: {
      state: last?.state ?? 'Begin',
      error: 'RunCutShort',
      cause: `the execution ended as ${status} before the run was cleaned up; what was left was finished later`,
    },
    sealed,
  };
  return { ...input, finish };
}
