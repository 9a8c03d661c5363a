import type { Instant } from '../instant.ts';

/** A call that the record says a run made, by what its trail can be searched for. */
export interface RunCall {
  readonly state: string;
  readonly source: string;
  readonly name: string;
  readonly region: string;
  /** Instance, experiment, or ARN of an execution. */
  readonly subject: string;
  /** What the answer named the request; null where the record does not have it. */
  readonly requestId: string | null;
  /** The intent, and the outcome: it was made between them. */
  readonly after: Instant;
  readonly until: Instant;
  /** made: its answer is on record. may: the step makes it only where there is something to do. */
  readonly certainty: 'made' | 'may';
}
