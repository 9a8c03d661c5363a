/** Which jobs, by whose word. */
export interface JobsStop {
  readonly key: string;
  readonly jobs: readonly string[];
  readonly run: string;
  readonly generation: number;
}

/** The gate that background jobs read before each run: closed, no job starts anywhere. */
export interface BackgroundJobs {
  /** Looks at the gate ahead of need, so that closing it is one call; answers the jobs that it holds back. */
  look(key: string): Promise<readonly string[]>;
  /** Idempotent; answers the entity tag of the gate. @throws GenerationSuperseded when a later run has moved it. */
  stop(request: JobsStop): Promise<string>;
  /** Opens the gate again; as idempotent, and as guarded. */
  start(request: JobsStop): Promise<string>;
}
