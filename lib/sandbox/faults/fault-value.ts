// The grammar of lib/domain/plan, which may not be imported here: one test asks both.
const SHORT = /^(\d{1,6}(?:\.\d{1,6})?)(ms|s|m)$/;
const ISO = /^P(?:(\d{1,6})D)?T(?:(\d{1,6})H)?(?:(\d{1,6}(?:\.\d{1,6})?)M)?(?:(\d{1,6}(?:\.\d{1,6})?)S)?$/;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };
const ISO_UNITS_MS = [86_400_000, 3_600_000, 60_000, 1000];
const LEAST_MS = 0.001;
/** Beyond it nothing would ever be seen to arrive in a drill. */
const MOST_MS = 600_000;

/** `500ms`, `5s`, `2m`, `PT5S` or `PT2M`, a microsecond to ten minutes; undefined for anything else. */
export function milliseconds(text: string | undefined): number | undefined {
  const short = SHORT.exec(text ?? '');
  const ms = short ? Number(short[1]) * (UNIT_MS[short[2] ?? ''] ?? Number.NaN) : isoMilliseconds(text ?? '');
  return ms >= LEAST_MS && ms <= MOST_MS ? ms : undefined;
}

/** Zero, and so no delay, where no unit is given. */
function isoMilliseconds(text: string): number {
  const amounts = ISO.exec(text)?.slice(1) ?? [];
  return amounts.reduce((sum, amount, unit) => sum + Number(amount ?? 0) * (ISO_UNITS_MS[unit] ?? 0), 0);
}

const RATE = /^(\d{1,9}(?:\.\d{1,6})?)(B|kB|KB|MB|GB)\/s$/;
const UNIT_BYTES: Readonly<Record<string, number>> = { B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9 };

/** `500kB/s`, `1MB/s`: decimal units, as networks are counted; undefined for anything else. */
export function bytesPerSecond(text: string | undefined): number | undefined {
  const rate = RATE.exec(text ?? '');
  const bytes = Number(rate?.[1]) * (UNIT_BYTES[rate?.[2] ?? ''] ?? Number.NaN);
  return bytes >= 1 ? bytes : undefined;
}

/** `20%`: above 0, at most 100; undefined for anything else. */
export function percent(text: string | undefined): number | undefined {
  const share = Number(/^(\d{1,3}(?:\.\d{1,3})?)%$/.exec(text ?? '')?.[1]);
  return share > 0 && share <= 100 ? share : undefined;
}
