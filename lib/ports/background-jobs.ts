export interface JobsStop {
  readonly key: string;
  readonly jobs: readonly string[];
  readonly run: string;
  readonly generation: number;
}

/** The gate that background jobs read before each run: closed, no job starts anywhere. */
export interface BackgroundJobs {
  /** Idempotent; answers the entity tag of the gate. */
  stop(request: JobsStop): Promise<string>;
}
