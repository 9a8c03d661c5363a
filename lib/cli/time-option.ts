import { DateTime } from 'luxon';
import { UsageError } from './usage-error.ts';

/** A time that a person has named, in a zone unless it says another. @throws UsageError when it is none */
export function timeOf(option: string, text: string, zone: string): DateTime {
  const time = DateTime.fromISO(text, { zone }).setZone(zone);
  if (time.isValid) return time;
  throw new UsageError(
    `${option} ${text} is no time; give one such as 2027-02-01 or 2027-02-01T08:00, meant in ${zone}`,
  );
}
