import { DateTime } from 'luxon';

/** The time on the wall of those who read it, with its zone: "2026-03-01 13:00:10 Europe/Berlin". */
export function localTime(iso: string, timeZone: string): string {
  return `${DateTime.fromISO(iso, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm:ss')} ${timeZone}`;
}

const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z/g;

/** A text in which each stored instant is the time on the wall. */
export function withLocalTimes(text: string, timeZone: string): string {
  return text.replaceAll(INSTANT, (iso) => localTime(iso, timeZone));
}
