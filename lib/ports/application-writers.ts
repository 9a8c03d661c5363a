/** Which gate, by whose word. */
export interface WritersRequest {
  readonly key: string;
  /** Whose writers: those of the other site go on. */
  readonly site: string;
  readonly run: string;
  readonly generation: number;
}

/** The gate that an application's writers read before they write: closed for their site, they write nothing. */
export interface ApplicationWriters {
  /** Looks at the gate ahead of need, so that closing it is one call. */
  look(key: string): Promise<void>;
  /** Idempotent; answers the entity tag of the gate. @throws GenerationSuperseded when a later run has moved it. */
  close(request: WritersRequest): Promise<string>;
  /** Opens the gate again; as idempotent, and as guarded. One that is not closed for this site stays as it is. */
  open(request: WritersRequest): Promise<void>;
}
