import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatInstant, type Instant, parseInstant } from '../../../../lib/domain/instant.ts';
import { ObservedLine } from '../../../../lib/domain/ledger/observed-line.ts';
import { RecoveredLine } from '../../../../lib/domain/ledger/recovered-row.ts';
import { measureTable } from '../../../../lib/domain/measurement/table-loss.ts';

const START = parseInstant('2026-11-02T08:00:00.000000Z');
const TABLE = 'public.orders';
const READING = 250_000;
const OLD = '10.0.1.10:5432';

interface Row {
  readonly sequence: string;
  readonly at: Instant;
}

/** Rows that were committed, the segments that followed the table, what holes the recovery made, and the delay. */
interface World {
  readonly gaps: readonly number[];
  readonly segments: number;
  readonly overlap: number;
  readonly most: number;
  readonly delay: number;
  readonly removed: readonly number[];
}

const world: fc.Arbitrary<World> = fc.record({
  gaps: fc.array(fc.integer({ min: 1_000, max: 400_000 }), { minLength: 1, maxLength: 60 }),
  segments: fc.integer({ min: 1, max: 4 }),
  overlap: fc.constantFrom(0, 500_000, 2_000_000),
  most: fc.constantFrom(2, 5, 1_000),
  delay: fc.integer({ min: 0, max: 3_000_000 }),
  removed: fc.array(fc.nat({ max: 59 }), { maxLength: 2 }),
});

function rowsOf({ gaps }: World): readonly Row[] {
  let at = START;
  return gaps.map((gap, index) => ({ sequence: String(index + 1), at: (at += gap) }));
}

/** A reading of one segment brings the rows that it had not shown before, so many at most. */
function segmentLines(segment: number, { from, until }: { from: Instant; until: Instant }, scene: Scene) {
  const lines: ObservedLine[] = [];
  const shown = new Set(scene.rows.filter(({ at }) => at <= from).map(({ sequence }) => sequence));
  for (let [sent, reading] = [from, 0]; sent <= until; [sent, reading] = [sent + READING, reading + 1]) {
    const found =
      reading === 0 ? [] : scene.rows.filter(({ sequence, at }) => at <= sent && !shown.has(sequence));
    const rows = found.slice(0, scene.most);
    const common = { schemaVersion: 1, database: 'orders', segment, reading, server: OLD, table: TABLE };
    const times = { sent: formatInstant(sent), answered: formatInstant(sent + 1_000) };
    const complete = found.length < scene.most;
    lines.push(ObservedLine.parse({ ...common, ...times, line: 'table', complete, rows: rows.length }));
    for (const { sequence, at } of rows) {
      shown.add(sequence);
      const row = { ...common, ...times, line: 'row', sequence, time: formatInstant(at) };
      lines.push(ObservedLine.parse(row));
    }
  }
  return lines;
}

interface Scene {
  readonly rows: readonly Row[];
  readonly most: number;
}

function build(options: World) {
  const rows = rowsOf(options);
  const killedAt = (rows.at(-1)?.at ?? START) + 300_000;
  const length = Math.ceil((killedAt - START) / options.segments);
  const observed = Array.from({ length: options.segments }, (_, segment) => {
    const from = START + segment * length;
    const until = Math.min(killedAt - 1_500, from + length + options.overlap);
    return segmentLines(segment, { from, until }, { rows, most: options.most });
  }).flat();
  const there = rows.filter(
    ({ at }, index) => at + options.delay <= killedAt && !options.removed.includes(index),
  );
  const common = { schemaVersion: 1, database: 'orders', table: TABLE };
  const recovered = [
    { ...common, line: 'table', from: '1', to: String(rows.length), rows: there.length },
    ...there.map(({ sequence, at }) => ({ ...common, line: 'table-row', sequence, time: formatInstant(at) })),
  ].map((line) => RecoveredLine.parse(line));
  const disruption = { low: killedAt - 1_000, high: killedAt + 1_000 };
  const question = {
    database: 'orders',
    table: TABLE,
    observed,
    recovered,
    recoveryServer: null,
    missingReadings: [],
    disruption,
  };
  return { rows, there, observed, killedAt, question, loss: measureTable(question) };
}

const sequences = (rows: readonly { readonly sequence: string }[]) =>
  rows.map(({ sequence }) => sequence).toSorted((a, b) => Number(a) - Number(b));

test('each row counts once, however many segments saw it', () => {
  fc.assert(
    fc.property(world, (options) => {
      const { observed, there, loss } = build(options);
      const seen = new Set(observed.flatMap((line) => (line.line === 'row' ? [line.sequence] : [])));
      const kept = new Set(there.map(({ sequence }) => sequence));
      expect(loss.seen).toBe(seen.size);
      if (seen.size === 0) return;
      expect(sequences(loss.lost)).toEqual(
        sequences([...seen].filter((sequence) => !kept.has(sequence)).map((sequence) => ({ sequence }))),
      );
    }),
    { numRuns: 300 },
  );
});

test('a hole is a row that is lost although one of the same segment is there that was committed later', () => {
  fc.assert(
    fc.property(world, (options) => {
      const { rows, there, loss } = build(options);
      const kept = new Set(there.map(({ sequence }) => sequence));
      const at = new Map(rows.map((row) => [row.sequence, row.at]));
      const newestKept = Math.max(...there.map((row) => row.at));
      for (const { sequence } of loss.holes) {
        expect(kept.has(sequence)).toBe(false);
        expect(at.get(sequence)).toBeLessThan(newestKept);
      }
      if (options.removed.length === 0) expect(loss.holes).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('the replication delay lies in the interval that the rows give, over any number of segments', () => {
  fc.assert(
    fc.property(world, (options) => {
      const { loss } = build({ ...options, removed: [] });
      if (!loss.rpo) return;
      expect(loss.rpo.low).toBeLessThanOrEqual(options.delay);
      expect(loss.rpo.high).toBeGreaterThanOrEqual(options.delay);
    }),
    { numRuns: 300 },
  );
});

test('a hole that two segments saw is one hole', () => {
  const gaps = Array.from({ length: 60 }, () => 100_000);
  const { loss } = build({ gaps, segments: 2, overlap: 2_000_000, most: 1_000, delay: 0, removed: [40] });
  expect(loss.lost.find(({ sequence }) => sequence === '41')?.sightings).toHaveLength(2);
  expect(sequences(loss.holes)).toEqual(['41']);
});

test('readings that were not stored may have seen rows that are lost: what is known is kept, and bounds nothing', () => {
  const options = {
    gaps: [20_000, 400_000, 20_000, 20_000],
    segments: 1,
    overlap: 0,
    most: 1_000,
    delay: 30_000,
    removed: [],
  };
  const { question, loss } = build(options);
  expect(loss.rpo).not.toBeNull();
  const { doubt, rpo, reason, lost } = measureTable({ ...question, missingReadings: ['reader/orders/0-3'] });
  expect([loss.doubt, doubt]).toEqual([null, reason]);
  expect({ rpo, reason }).toEqual({
    rpo: null,
    reason:
      'readings of public.orders are missing, and rows that only they saw may be lost: reader/orders/0-3',
  });
  expect(lost).toEqual(loss.lost);
});
