import { Duration } from 'luxon';

const SHORT = /^(\d+(?:\.\d+)?)(ms|s)$/;
const LEAST_SECONDS = 0.001;
const MOST_SECONDS = 60;

/** Seconds of an option such as 20ms, 0.5s or PT0.02S; null when it is none, or not within 1 ms to 60 s. */
export function durationSeconds(text: string): number | null {
  const short = SHORT.exec(text);
  const seconds = short ? Number(short[1]) / (short[2] === 'ms' ? 1000 : 1) : isoSeconds(text);
  return seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS ? seconds : null;
}

function isoSeconds(text: string): number {
  const duration = Duration.fromISO(text);
  return duration.isValid ? duration.as('seconds') : Number.NaN;
}
