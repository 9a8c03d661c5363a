import { expect, test } from 'vitest';
import { compareContents } from '../../../../../lib/comparison/compare-contents.ts';
import type { ContentLine } from '../../../../../lib/domain/content/content-line.ts';
import { type ContentResult, contentResult } from '../../../../../lib/domain/content/content-result.ts';
import { judgeComparison } from '../../../../../lib/domain/judge/replication/judge-comparison.ts';
import { restingDatabase } from '../../../../fakes/fake-contents.ts';
import { NOON } from '../../../../fakes/manual-clock.ts';

async function compared(divergence?: Parameters<typeof restingDatabase>[0]): Promise<readonly ContentLine[]> {
  const { primary, replica, pass } = restingDatabase(divergence);
  const lines: ContentLine[] = [];
  await compareContents({
    database: 'orders',
    primary,
    replica,
    clock: { now: () => NOON, sleep: async () => pass() },
    deadline: NOON + 1,
    rowsPerRange: 12,
    emit: (line) => void lines.push(line),
  });
  return lines;
}

const judged = (lines: readonly ContentLine[]) => judgeComparison('orders', contentResult(lines));

test('two sides that hold the same are met', async () => {
  expect(judged(await compared())).toEqual({
    verdict: 'met',
    reason: '40 rows of orders are the same on both sides',
  });
});

test.each([
  ['missing', 'missing'],
  ['different', 'different'],
] as const)('a row that is %s on the replica is missed, and named', async (kind, word) => {
  const { verdict, reason } = judged(await compared({ place: 3, kind }));
  expect(verdict).toBe('missed');
  expect(reason).toMatch(new RegExp(`^1 row of orders differ: ${word}: `));
});

test('a comparison without its end, or that never asked who answered, is inconclusive', async () => {
  const lines = await compared();
  expect(judged(lines.slice(0, -1))).toEqual({
    verdict: 'inconclusive',
    reason: 'orders: the comparison has no end',
  });
  expect(judged(lines.filter(({ line }) => line !== 'server')).verdict).toBe('inconclusive');
  expect(judged([]).verdict).toBe('inconclusive');
});

test.each([
  [3, 'each of 3 rows of orders kept changing: none was compared'],
  [0, 'orders holds no row that could be compared'],
])('where no row was found equal and %i kept changing, nothing is proven', async (inFlux, reason) => {
  const result = contentResult(await compared());
  const rows = { total: inFlux, equal: 0, diverged: 0, inFlux, notCompared: 0 };
  expect(judgeComparison('orders', { ...result, rows })).toEqual({ verdict: 'inconclusive', reason });
});

const ROWS = { total: 9, equal: 9, diverged: 0, inFlux: 0, notCompared: 0 };
const WHOLE: ContentResult = {
  problems: [],
  rows: ROWS,
  shareCompared: 1,
  ranges: { total: 1, equal: 1, notCompared: [] },
  diverged: [],
  sequences: [],
  leftOut: [],
  cost: { primary: null, replica: null },
};
const gap = { table: 'public.orders', from: 0, to: 8, reason: 'the replica went away' };
const sequence = (name: string, state: ContentResult['sequences'][number]['state']) => {
  return { sequence: name, state };
};
const row = (key: string | null) => {
  return { table: 'public.orders', ctid: '(0,3)', key, kind: 'extra' as const };
};

test.each([
  ['met', '9 rows of orders are the same on both sides', {}],
  [
    'met',
    '9 rows of orders are the same on both sides; 2 kept changing and are not among them',
    { rows: { ...ROWS, inFlux: 2 } },
  ],
  [
    'met',
    '9 rows of orders are the same on both sides',
    { sequences: [sequence('a', 'equal'), sequence('b', 'in-flux')] },
  ],
  [
    'missed',
    'orders: the sequence c is behind on the replica; the sequence d is missing on the replica',
    { sequences: [sequence('a', 'equal'), sequence('c', 'behind'), sequence('d', 'missing')] },
  ],
  [
    'missed',
    '2 rows of orders differ: extra: (7); extra: (0,3)',
    { rows: { ...ROWS, diverged: 2 }, diverged: [row('(7)'), row(null)] },
  ],
  [
    'inconclusive',
    'orders: the comparison has no end; nobody asked',
    { problems: ['the comparison has no end', 'nobody asked'] },
  ],
  [
    'inconclusive',
    '0 rows of orders were not compared: the replica went away',
    { ranges: { ...WHOLE.ranges, notCompared: [gap] } },
  ],
  ['inconclusive', '1 row of orders were not compared', { rows: { ...ROWS, notCompared: 1 } }],
] as const)('a comparison is %s: %s', (verdict, reason, change) => {
  expect(judgeComparison('orders', { ...WHOLE, ...change })).toEqual({ verdict, reason });
});
