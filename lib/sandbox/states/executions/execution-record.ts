import * as z from 'zod';
import type { Instant } from '../asl/clock.ts';
import type { Cursor, Head, Returned } from '../asl/cursor.ts';
import type { MapRunLine } from '../map-runs/map-run-line.ts';

/** The place of a child workflow execution in its Map Run. */
export const ChildPlace = z.object({
  runArn: z.string(),
  items: z.number(),
  /** How often the run had been made to go on when the child was started. */
  round: z.number(),
});

/** What an execution was started with; its machine's definition stays what it was at the start, as on AWS. */
export const ExecutionRecord = z.object({
  arn: z.string(),
  name: z.string(),
  region: z.string(),
  machineArn: z.string(),
  machineName: z.string(),
  startedAt: z.number(),
  input: z.string(),
  definition: z.string(),
  child: ChildPlace.optional(),
});

/** One event of the history. `details` holds AWS's own field, such as `stateEnteredEventDetails`. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly timestamp: Instant;
  readonly details: Readonly<Record<string, unknown>>;
}

export type Ending =
  | { readonly status: 'SUCCEEDED'; readonly at: Instant; readonly output: string }
  | {
      readonly status: 'FAILED' | 'ABORTED' | 'TIMED_OUT';
      readonly at: Instant;
      readonly error: string | null;
      readonly cause: string | null;
    };

/** An execution that had not succeeded was made to go on. */
export interface Redrive {
  readonly at: Instant;
  readonly clientToken: string | null;
}

/** One line of a journal: taken wholly or, when the writer died within it, not at all. */
export interface JournalLine {
  readonly started?: ExecutionRecord;
  /** Path of the branch that the line is about, such as '/2/0'; absent for the machine itself. */
  readonly at?: string;
  readonly events?: readonly HistoryEvent[];
  /** What the next event of this sequence hangs on, if that is another one now. */
  readonly head?: Head;
  readonly entered?: Cursor;
  readonly change?: Partial<Cursor>;
  readonly returned?: Returned;
  readonly redriven?: Redrive;
  readonly ended?: Ending;
  /** In the journal of a Map Run, which has nothing else. */
  readonly mapRun?: MapRunLine;
}

export type ChildPlace = z.infer<typeof ChildPlace>;
export type ExecutionRecord = z.infer<typeof ExecutionRecord>;
