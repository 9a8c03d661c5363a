import { readdirSync } from 'node:fs';

/** The size that initdb gives segments of WAL, where it is not asked for another one. */
const SEGMENT_BYTES = 16n * 1024n * 1024n;
const SEGMENTS_PER_ID = 0x1_0000_0000n / SEGMENT_BYTES;

/** Where a backup lies in WAL. */
export interface WalRange {
  /** Name of the first segment; its first eight digits are the timeline. */
  readonly first: string;
  readonly last: string;
}

/**
 * The range that makes a backup consistent, from its label and the place where it ended: pg_walfile_name() would say
 * it, but not on a standby. @throws Error for a label that names no segment
 */
export function walRangeOf(label: string, endLsn: string): WalRange {
  const first = /^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)/m.exec(label)?.[1];
  if (first === undefined) throw new Error(`a backup's label names no segment of WAL: ${label}`);
  return { first, last: segmentOf(first.slice(0, 8), endLsn) };
}

/** The segment that holds the byte before a place: a place at a segment's very beginning needs nothing of it. */
function segmentOf(timeline: string, lsn: string): string {
  const [high = '0', low = '0'] = lsn.split('/');
  const at = (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
  return nameOf(timeline, (at - 1n) / SEGMENT_BYTES);
}

/** Files of the range in a directory, and every history of timelines there. @throws Error when a segment is gone */
export function walFilesOf({ first, last }: WalRange, directory: string): string[] {
  const all = readdirSync(directory);
  const segments = all.filter((name) => /^[0-9A-F]{24}$/.test(name) && name >= first && name <= last);
  for (const wanted of [first, last])
    if (!segments.includes(wanted)) throw new Error(`the segment ${wanted} of WAL is gone from ${directory}`);
  return [...all.filter((name) => name.endsWith('.history')), ...segments];
}

/** Names of the segments behind one, up to another one of the same timeline. */
export function segmentsAfter(after: string, last: string): string[] {
  const timeline = last.slice(0, 8);
  const count = Number(numberOf(last) - numberOf(after));
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    nameOf(timeline, numberOf(after) + BigInt(index) + 1n),
  );
}

function numberOf(segment: string): bigint {
  return BigInt(`0x${segment.slice(8, 16)}`) * SEGMENTS_PER_ID + BigInt(`0x${segment.slice(16)}`);
}

function nameOf(timeline: string, number: bigint): string {
  return `${timeline}${hex8(number / SEGMENTS_PER_ID)}${hex8(number % SEGMENTS_PER_ID)}`;
}

function hex8(number: bigint): string {
  return number.toString(16).toUpperCase().padStart(8, '0');
}
