import type { PreFlightCheck } from '../record/failover-outcomes.ts';

/** A blocking check that a word is the wanted one. */
export function mustBe(
  name: string,
  subject: string,
  {
    seen,
    wanted,
    by = Object.is,
  }: { seen: string; wanted: string; by?: (seen: string, wanted: string) => boolean },
): PreFlightCheck {
  return { name, subject, passed: by(seen, wanted), blocking: true, seen, limit: wanted };
}

/** A check that seconds stay at or below a limit; what is not known does not. */
export function bound(
  name: string,
  subject: string,
  {
    seenSeconds,
    limitSeconds,
    blocking,
  }: { seenSeconds: number | null; limitSeconds: number; blocking: boolean },
): PreFlightCheck {
  const passed = seenSeconds !== null && seenSeconds <= limitSeconds;
  return {
    name,
    subject,
    passed,
    blocking,
    seen: seenSeconds === null ? 'unknown' : `${seenSeconds.toFixed(3)} s`,
    limit: `at most ${limitSeconds} s`,
  };
}
