import { describe, expect, it } from 'vitest';
import type { DivergedRow } from '../../../lib/domain/divergence/diverged-row.ts';
import type { DivergenceFinder } from '../../../lib/ports/divergence-finder.ts';
import { makeSaveDivergedRows } from '../../../lib/steps/save-diverged-rows.ts';
import { itemRow, itemsTable } from '../../fakes/diverged-table.ts';
import { sha256 } from '../../fakes/sha256.ts';
import { MOVED, REBUILT, switchoverEvent } from '../../fakes/switchover-event.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';

const event = switchoverEvent('SaveDivergedRows', MOVED);
const unplanned = switchoverEvent('SaveDivergedRows');

function holding(rows: readonly DivergedRow[]) {
  const asked: string[] = [];
  const branch = { known: 790n, own: 795n, oldNext: 810n, promotedNext: 900n };
  const divergence: DivergenceFinder = {
    writtenSince: async ({ old, promoted }, transaction) => {
      asked.push(`${old.host} and not ${promoted.host} since ${transaction}`);
      return { next: '803', any: rows.length > 0 };
    },
    all: async ({ old, promoted }) => {
      asked.push(`all of ${old.host} and ${promoted.host}`);
      return { branch, tables: rows.length > 0 ? [itemsTable(rows)] : [], leftOut: [] };
    },
  };
  return { ...makeStepWorld(), divergence, asked };
}

describe('SaveDivergedRows', () => {
  it('saves nothing where nothing was written after the replica had everything', async () => {
    const world = holding([]);
    const { outcome } = await makeSaveDivergedRows(world)(event);
    expect(outcome).toEqual({
      databases: [{ id: 'orders', since: '800', next: '803', tables: [], saved: null, leftOut: [] }],
    });
    expect(world.asked).toEqual(['10.0.0.1 and not 10.1.0.1 since 800']);
    expect(changesOf(world)).toEqual([]);
  });

  it('saves the rows that differ as lines and as SQL, and records no row', async () => {
    const world = holding([itemRow(8), itemRow(11), itemRow(9, { kind: 'changed', here: '{"id":9}' })]);
    const { outcome } = await makeSaveDivergedRows(world)(event);
    const key = 'divergence/run-1/SaveDivergedRows/orders.ndjson';
    const text = await world.store.get(key);
    expect(world.objects.stored(), 'no row of a user lies beside evidence').toEqual({});
    const replay = await world.store.get(key.replace('ndjson', 'sql'));
    expect(text?.text.split('\n').map((line) => line && JSON.parse(line))).toEqual([
      {
        table: 'public.items',
        kind: 'only-there',
        certain: true,
        row: { id: 8, note: 'it’s 8' },
        here: null,
      },
      {
        table: 'public.items',
        kind: 'only-there',
        certain: true,
        row: { id: 11, note: 'it’s 11' },
        here: null,
      },
      {
        table: 'public.items',
        kind: 'changed',
        certain: true,
        row: { id: 9, note: 'it’s 9' },
        here: { id: 9 },
      },
      '',
    ]);
    expect(outcome).toMatchObject({
      databases: [
        {
          since: '800',
          tables: [
            { table: 'public.items', rows: 3, changed: 1, deleted: 0, keys: { first: '8', last: '11' } },
          ],
          saved: {
            key,
            sha256: sha256(text?.text ?? ''),
            rows: 3,
            replay: { sha256: sha256(replay?.text ?? '') },
          },
        },
      ],
    });
    expect(replay?.text.match(/^insert .*/gm)).toHaveLength(2);
    expect(JSON.stringify(world.record.written)).not.toContain('it’s');
  });

  it('compares everything where no drain says since when', async () => {
    const world = holding([itemRow(8)]);
    const { outcome } = await makeSaveDivergedRows(world)(unplanned);
    expect(world.asked).toEqual(['all of 10.0.0.1 and 10.1.0.1']);
    expect(outcome).toMatchObject({ databases: [{ since: '790', next: '810', saved: { rows: 1 } }] });
  });

  it('gives up nothing that it cannot read', async () => {
    const world = holding([]);
    const divergence = {
      ...world.divergence,
      all: () => Promise.reject(new Error('connect ECONNREFUSED')),
    };
    await expect(makeSaveDivergedRows({ ...world, divergence })(unplanned)).rejects.toMatchObject({
      name: 'DivergenceUnsaved',
      seen: 'connect ECONNREFUSED',
    });
  });

  it('asks an old primary once: later it may have another name, and address', async () => {
    const world = holding([itemRow(8)]);
    const { SaveDivergedRows } = REBUILT;
    const again = switchoverEvent('SaveDivergedRows', { ...MOVED, SaveDivergedRows });
    await expect(makeSaveDivergedRows(world)(again)).resolves.toMatchObject({ outcome: SaveDivergedRows });
    expect(world.asked).toEqual([]);
  });
});
