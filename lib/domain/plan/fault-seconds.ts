import { Duration } from 'luxon';

const SHORT = /^(\d{1,6}(?:\.\d{1,6})?)(ms|s|m)$/;
const UNIT_SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60 };
const MOST_SECONDS = 600;

/** Seconds of a fault's duration, such as 500ms, 5s, 2m or PT5S; null when it is none, or above ten minutes. */
export function faultSeconds(text: string): number | null {
  const short = SHORT.exec(text);
  const seconds = short ? Number(short[1]) * (UNIT_SECONDS[short[2] ?? ''] ?? Number.NaN) : isoSeconds(text);
  return seconds > 0 && seconds <= MOST_SECONDS ? Math.round(seconds * 1e6) / 1e6 : null;
}

function isoSeconds(text: string): number {
  const duration = Duration.fromISO(text);
  return duration.isValid ? duration.as('seconds') : Number.NaN;
}
