import * as z from 'zod';
import type { Instant } from '../asl/clock.ts';
import type { Cursor } from '../asl/cursor.ts';

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

/** One line of a journal: taken wholly or, when the writer died within it, not at all. */
export interface JournalLine {
  readonly started?: ExecutionRecord;
  readonly events?: readonly HistoryEvent[];
  readonly entered?: Cursor;
  readonly change?: Partial<Cursor>;
  readonly ended?: Ending;
}

export type ExecutionRecord = z.infer<typeof ExecutionRecord>;
