/** A moment in UTC as whole microseconds since 1970. */
export type Instant = number;

/** Time as the interpreter sees it: the machine's own, or a virtual one in unit tests. */
export interface Clock {
  readonly now: () => Instant;
  /** Resolves at `until`, at once if that has passed; rejects with the signal's reason when it is aborted. */
  readonly sleepUntil: (until: Instant, signal: AbortSignal) => Promise<void>;
}

/** An instant as AWS writes it into the context object: ISO 8601 with milliseconds. */
export function isoMillis(instant: Instant): string {
  return new Date(Math.floor(instant / 1000)).toISOString();
}
