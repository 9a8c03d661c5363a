import type { Instant } from '../domain/instant.ts';

/** A region, from when until when. */
export interface TrailSpan {
  readonly region: string;
  readonly from: Instant;
  readonly to: Instant;
}

export interface TrailAnswer {
  /** One event each, as it came. */
  readonly texts: readonly string[];
  /** Whether that is all there was: a trail that is too long is not read to its end. */
  readonly whole: boolean;
}

/** What a cloud writes down by itself of what was done in it: whoever asks does not write it. */
export interface CallTrail {
  /** Calls that changed databases, experiments or executions, or tried to, in JSON as CloudTrail has it. */
  changingCalls(span: TrailSpan): Promise<TrailAnswer>;
  /** What the engine of databases noted about its instances, in JSON. */
  databaseEvents(span: TrailSpan): Promise<TrailAnswer>;
}
