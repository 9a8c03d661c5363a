import type { Instant } from '../instant.ts';

/** An event of a run's history, as the workflow engine tells it. */
export interface HistoryEvent {
  readonly id: number;
  readonly type: string;
  readonly at: Instant;
  /** The state that was entered or left. */
  readonly state: string | null;
  readonly error: string | null;
  readonly cause: string | null;
}
