// The grammar of lib/sandbox/faults/fault-value.ts, which may not import this: one test asks both.
const SHORT = /^(\d{1,6}(?:\.\d{1,6})?)(ms|s|m)$/;
const ISO = /^P(?:(\d{1,6})D)?T(?:(\d{1,6})H)?(?:(\d{1,6}(?:\.\d{1,6})?)M)?(?:(\d{1,6}(?:\.\d{1,6})?)S)?$/;
const UNIT_SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60 };
const ISO_UNITS_SECONDS = [86_400, 3600, 60, 1];
const LEAST_SECONDS = 0.000_001;
const MOST_SECONDS = 600;

/** Seconds of a fault's duration, such as 500ms, 5s, 2m or PT5S; null when it is none, or above ten minutes. */
export function faultSeconds(text: string): number | null {
  const short = SHORT.exec(text);
  const seconds = short ? Number(short[1]) * (UNIT_SECONDS[short[2] ?? ''] ?? Number.NaN) : isoSeconds(text);
  return seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS ? Math.round(seconds * 1e6) / 1e6 : null;
}

/** Zero, and so no duration of a fault, where no unit is given. */
function isoSeconds(text: string): number {
  const amounts = ISO.exec(text)?.slice(1) ?? [];
  return amounts.reduce((sum, amount, unit) => sum + Number(amount ?? 0) * (ISO_UNITS_SECONDS[unit] ?? 0), 0);
}
