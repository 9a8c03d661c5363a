import { formatInstant, type Instant, parseInstant } from '../instant.ts';

const LOOKED = /\(looked at (\S+Z)\)/;

/**
 * What a look at something pending saw, with the instant at which the look began. In the words of a failure it stands in
 * the engine's history, which is all that is left of an attempt that failed.
 */
export function lookWords(seen: string, at: Instant): string {
  return `${seen} (looked at ${formatInstant(at)})`;
}

/** When the look began that a failure speaks of; null when it speaks of none. */
export function lookedAt(cause: string | null): Instant | null {
  const found = cause === null ? null : LOOKED.exec(cause)?.[1];
  return found ? parseInstant(found) : null;
}
