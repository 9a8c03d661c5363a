import { invalidValue } from './rds-errors.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins, when there is one. */
  readonly marker: string | undefined;
}

const LEAST = 20;
const MOST = 100;

/**
 * Cuts a list by MaxRecords and Marker, as every Describe operation of RDS does. `keyOf` gives each its place in the
 * order: a page begins behind the last one of the page before, also when that is gone. @throws AwsError InvalidParameterValue
 */
export function pageOf<T>(
  parameters: URLSearchParams,
  all: readonly T[],
  keyOf: (one: T) => string,
): Page<T> {
  const most = maxRecords(parameters.get('MaxRecords'));
  const after = placeOf(parameters.get('Marker'));
  const rest = all
    .map((one) => ({ one, key: keyOf(one) }))
    .filter(({ key }) => after === undefined || key > after)
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const page = rest.slice(0, most);
  const last = page.at(-1);
  return {
    items: page.map(({ one }) => one),
    marker: last && rest.length > most ? markerOf(last.key) : undefined,
  };
}

function maxRecords(text: string | null): number {
  if (text === null) return MOST;
  const count = /^\d+$/.test(text) ? Number(text) : 0;
  if (count >= LEAST && count <= MOST) return count;
  throw invalidValue(`Invalid value ${text} for MaxRecords. Must be between ${LEAST} and ${MOST}`);
}

function placeOf(marker: string | null): string | undefined {
  if (marker === null) return undefined;
  const place = Buffer.from(marker, 'base64').toString('utf8');
  if (place !== '' && markerOf(place) === marker) return place;
  throw invalidValue(`Invalid or expired pagination marker: ${marker}`);
}

function markerOf(place: string): string {
  return Buffer.from(place).toString('base64');
}
