import type { Instant } from '../clock.ts';

/** What UpdateMapRun can change while the run is under way. A tolerance that is null was not given. */
export interface MapRunSettings {
  /** 0 is no limit of the state's own. */
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number | null;
  readonly toleratedFailurePercentage: number | null;
}

/** What one child workflow execution gets: its input as JSON text, and how many items that holds. */
export interface ChildInput {
  readonly input: string;
  readonly items: number;
}

export interface MapRunRequest {
  readonly arn: string;
  /** The state machine that the children are executions of, as their ARNs name it. */
  readonly label: string;
  /** The states that each child runs, as a definition of their own. */
  readonly definition: string;
  readonly settings: MapRunSettings;
}

/** What a child came to, or that it is PENDING. `null` stands for what it has not. */
export interface ChildResult {
  readonly executionArn: string;
  readonly machineArn: string;
  readonly name: string;
  readonly input: string;
  readonly status: string;
  readonly startedAt: Instant | null;
  readonly stoppedAt: Instant | null;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
}

/** All of a run's children have ended, or more have failed than is tolerated. */
export type MapRunOutcome = 'finished' | 'exceeded';

/** What a Map state in distributed mode needs of its Map Run, which outlives the interpreter as executions do. */
export interface MapRunPort {
  readonly newArn: (label: string) => string;
  /** Makes the run known; a second time nothing happens. */
  readonly open: (request: MapRunRequest) => void;
  readonly filled: (arn: string) => boolean;
  readonly fill: (arn: string, children: readonly ChildInput[]) => void;
  /**
   * Makes children go on that did not succeed, for the parent's redrive number `of`, once. Answers how often the run was
   * redriven; null when it had succeeded.
   */
  readonly redrive: (arn: string, of: number) => number | null;
  /** Runs the children, those that had begun first; children that have ended are not run again. Aborted with the signal. */
  readonly run: (arn: string, signal: AbortSignal) => Promise<MapRunOutcome>;
  /** In the order of the items. */
  readonly results: (arn: string) => readonly ChildResult[];
  readonly end: (arn: string, status: 'SUCCEEDED' | 'FAILED') => void;
}
