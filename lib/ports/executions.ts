export interface ExecutionSummary {
  readonly arn: string;
  readonly name: string;
  /** RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
  readonly status: string;
}

/** Executions of a state machine, for those who did not start them. */
export interface Executions {
  /** Newest first; all, or those that still run. */
  list(machineArn: string, which: 'all' | 'running'): Promise<readonly ExecutionSummary[]>;
  /** What an execution was started with; null when there is no such execution. */
  inputOf(executionArn: string): Promise<unknown>;
  /**
   * Goes on where an execution ended that did not succeed, with what it had; with the same token it does so once.
   * @throws Conflict when it still runs, or cannot go on.
   */
  redrive(executionArn: string, token: string): Promise<void>;
  /** Ends it at once: no Catch runs. One that has ended stays as it is. */
  stop(executionArn: string, cause: string): Promise<void>;
}
