import type { StepEntry } from '../domain/record/entry.ts';

/** The append-only record of one run. */
export interface RunRecord {
  /** An entry that is already there (a step delivered twice) stays as it was first written. */
  append(run: string, entry: StepEntry): Promise<void>;
  /** Goes the whole way of an append and leaves no entry: for a process that has to be warm when it counts. */
  rehearse(run: string): Promise<void>;
  entries(run: string): Promise<readonly StepEntry[]>;
}
