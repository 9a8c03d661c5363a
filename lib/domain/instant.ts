/** A moment in UTC as whole microseconds since 1970, exact in a number until the year 2255. */
export type Instant = number;

const ISO = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\.(\d{6})Z$/;

/** Renders an instant as ISO 8601 with six decimals, the one form in which instants are stored. */
export function formatInstant(instant: Instant): string {
  const wholeSeconds = Math.floor(instant / 1e6);
  const micros = instant - wholeSeconds * 1e6;
  const seconds = new Date(wholeSeconds * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(micros).padStart(6, '0')}Z`;
}

/** Reads what `formatInstant` wrote. @throws RangeError for any other form, named in the message. */
export function parseInstant(text: string): Instant {
  const match = ISO.exec(text);
  const millis = match ? Date.parse(`${match[1]}Z`) : Number.NaN;
  if (!match || Number.isNaN(millis)) {
    throw new RangeError(`"${text}" is not an instant: expected YYYY-MM-DDThh:mm:ss.ffffffZ`);
  }
  return millis * 1000 + Number(match[2]);
}

/** Seconds from `from` to `to`, negative when `to` is earlier. */
export function secondsBetween(from: Instant, to: Instant): number {
  return (to - from) / 1e6;
}
