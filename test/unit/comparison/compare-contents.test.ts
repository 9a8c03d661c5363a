import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareContents } from '../../../lib/comparison/compare-contents.ts';
import { ContentLine } from '../../../lib/domain/content/content-line.ts';
import { type ContentResult, contentResult } from '../../../lib/domain/content/content-result.ts';
import { makeModelDatabase, type ModelDatabase } from '../../fakes/model-database.ts';
import { type ModelDivergence, type ModelRow, RESTING } from '../../fakes/model-table.ts';
import { NOON } from '../../fakes/manual-clock.ts';

/** Rows at all places but the last of those that rest. */
const INITIAL = new Map<number, ModelRow>(
  Array.from({ length: 40 }, (_, place): [number, ModelRow] => [place, { commit: -1, value: place }]).filter(
    ([place]) => place !== RESTING - 1,
  ),
);

const history = fc.noBias(fc.array(fc.nat({ max: 2 ** 20 }), { maxLength: 600, size: 'max' }));

const divergence = fc.oneof(
  fc.record({
    place: fc.nat({ max: RESTING - 2 }),
    kind: fc.constantFrom<ModelDivergence['kind'][]>('missing', 'different'),
  }),
  fc.constant<ModelDivergence>({ place: RESTING - 1, kind: 'extra' }),
);

async function linesOf(
  { primary, replica, pass }: ModelDatabase,
  deadline = NOON + 1,
): Promise<ContentLine[]> {
  const lines: ContentLine[] = [];
  const sleep = async () => pass();
  await compareContents({
    database: 'orders',
    primary,
    replica,
    clock: { now: () => NOON, sleep },
    deadline,
    rowsPerRange: 12,
    emit: (line) => void lines.push(ContentLine.parse(JSON.parse(JSON.stringify(line)))),
  });
  return lines;
}

async function compare(dice: readonly number[], diverged?: ModelDivergence): Promise<ContentResult> {
  const parts = { initial: INITIAL, dice, ...(diverged ? { divergence: diverged } : {}) };
  return contentResult(await linesOf(makeModelDatabase(parts)));
}

describe('a comparison of a primary that writes with its replica', () => {
  it('never raises a false alarm, and leaves no range out', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (dice) => {
        const { problems, diverged, rows, ranges } = await compare(dice);
        expect({ problems, diverged, notCompared: ranges.notCompared }).toEqual({
          problems: [],
          diverged: [],
          notCompared: [],
        });
        expect(rows).toMatchObject({ total: rows.equal + rows.inFlux, diverged: 0, notCompared: 0 });
      }),
      { numRuns: 150, endOnFailure: true },
    );
  });

  it('finds every divergence in a row that rests, and names nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(history, divergence, async (dice, seeded) => {
        const { diverged, rows } = await compare(dice, seeded);
        const ctid = `(${Math.floor(seeded.place / 4)},${(seeded.place % 4) + 1})`;
        expect(diverged).toEqual([{ table: 'public.orders', ctid, key: null, kind: seeded.kind }]);
        expect(rows.diverged).toBe(1);
      }),
      { numRuns: 150, endOnFailure: true },
    );
  });

  it('knows of every row of the point', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (dice) => {
        const lines = await linesOf(makeModelDatabase({ initial: INITIAL, dice }));
        const atPoint = lines.flatMap((line) =>
          line.line === 'range' && line.after === null && 'rows' in line.before ? [line.before.rows] : [],
        );
        const { total } = contentResult(lines).rows;
        expect(total).toBeGreaterThanOrEqual(atPoint.reduce((sum, rows) => sum + rows, 0));
      }),
      { numRuns: 50, endOnFailure: true },
    );
  });

  it('shows a primary at rest to be wholly equal', async () => {
    const { rows, shareCompared, ranges } = await compare([]);
    expect(rows).toEqual({ total: 39, equal: 39, diverged: 0, inFlux: 0, notCompared: 0 });
    expect({ shareCompared, ranges }).toEqual({
      shareCompared: 1,
      ranges: { total: 4, equal: 4, notCompared: [] },
    });
  });
});

describe('a comparison that does not come to its end', () => {
  const model = () => makeModelDatabase({ initial: INITIAL, dice: [] });

  it('says so, and calls nothing equal that it has not looked at', async () => {
    const { problems, rows, shareCompared, ranges } = contentResult(await linesOf(model(), NOON - 1));
    expect(problems).toEqual(['the comparison ended early: its time was over']);
    expect(rows).toEqual({ total: 40, equal: 0, diverged: 0, inFlux: 0, notCompared: 40 });
    expect(shareCompared).toBe(0);
    expect(ranges.notCompared).toEqual([
      { table: 'public.orders', from: 0, to: null, reason: '4 of 4 ranges were not looked at' },
    ]);
  });

  it('names what the replica would not let it read', async () => {
    const { primary, replica, pass } = model();
    const reading = { unread: 'invalid page in block 3', again: false };
    const latest = { digests: async () => [reading, reading, reading, reading], rows: async () => reading };
    const { rows, ranges } = contentResult(await linesOf({ primary, replica: { ...replica, latest }, pass }));
    expect(rows).toMatchObject({ equal: 0, notCompared: 39 });
    expect(new Set(ranges.notCompared.map(({ reason }) => reason))).toEqual(
      new Set(['replica: invalid page in block 3']),
    );
  });

  it('takes a replica that breaks off for no answer', async () => {
    const { primary, replica, pass } = model();
    const position = () => Promise.reject(new Error('Connection terminated unexpectedly'));
    const { problems, rows } = contentResult(
      await linesOf({ primary, replica: { ...replica, position }, pass }),
    );
    expect(problems).toEqual(['the comparison ended early: Connection terminated unexpectedly']);
    expect(rows.equal).toBe(0);
  });
});

describe('the lines of a comparison', () => {
  it('come to something else as soon as one of them is changed or missing', async () => {
    const lines = await linesOf(makeModelDatabase({ initial: INITIAL, dice: [3, 8, 5] }));
    const whole = contentResult(lines);
    expect(whole.problems).toEqual([]);
    const without = (kind: ContentLine['line']) => contentResult(lines.filter(({ line }) => line !== kind));
    expect(without('end').problems).toEqual(['the comparison has no end']);
    expect(without('server').problems).toEqual(['one of the servers was never asked who it is']);
    expect(without('point').problems).toEqual(['no point in time was fixed on the primary']);
    expect(without('range').rows.equal).toBe(0);
    const other = lines.map(
      (line): ContentLine =>
        line.line === 'server' && line.side === 'replica'
          ? { ...line, identity: { ...line.identity, systemIdentifier: '8' } }
          : line,
    );
    expect(contentResult(other).problems).toEqual(['replica is of another system: 8, not 7']);
  });
});
