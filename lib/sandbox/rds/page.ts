import { AwsError } from '../wire/aws-error.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins, when there is one. */
  readonly marker: string | undefined;
}

const LEAST = 20;
const MOST = 100;

/** Cuts a list by MaxRecords and Marker, as every Describe operation of RDS does. @throws AwsError InvalidParameterValue */
export function pageOf<T>(parameters: URLSearchParams, all: readonly T[]): Page<T> {
  const most = maxRecords(parameters.get('MaxRecords'));
  const start = startOf(parameters.get('Marker'), all.length);
  const end = start + most;
  return { items: all.slice(start, end), marker: end < all.length ? markerOf(end) : undefined };
}

function maxRecords(text: string | null): number {
  if (text === null) return MOST;
  const count = /^\d+$/.test(text) ? Number(text) : 0;
  if (count >= LEAST && count <= MOST) return count;
  throw new AwsError(
    'InvalidParameterValue',
    `Invalid value ${text} for MaxRecords. Must be between ${LEAST} and ${MOST}`,
  );
}

function startOf(marker: string | null, length: number): number {
  if (marker === null) return 0;
  const start = Number(Buffer.from(marker, 'base64').toString('utf8'));
  if (Number.isInteger(start) && start > 0 && start <= length && markerOf(start) === marker) return start;
  throw new AwsError('InvalidParameterValue', `Invalid or expired pagination marker: ${marker}`);
}

function markerOf(start: number): string {
  return Buffer.from(String(start)).toString('base64');
}
