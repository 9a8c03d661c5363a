import { describe, expect, it } from 'vitest';
import type { DivergedRows } from '../../../lib/ports/diverged-rows.ts';
import { makeSaveDivergedRows } from '../../../lib/steps/save-diverged-rows.ts';
import { sha256 } from '../../fakes/sha256.ts';
import { MOVED, REBUILT, switchoverEvent } from '../../fakes/switchover-event.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';

const event = switchoverEvent('SaveDivergedRows', MOVED);

function holding(rows: readonly string[], there: readonly string[] = []) {
  const asked: string[] = [];
  const diverged: DivergedRows = {
    writtenSince: async ({ host }, transaction) => {
      asked.push(`${host} since ${transaction}`);
      return { next: '803', tables: rows.length > 0 ? [{ table: 'public.orders', rows }] : [] };
    },
    missingFrom: async ({ host }, wanted) => {
      asked.push(host);
      return wanted.rows.filter((row) => !there.includes(row));
    },
  };
  return { ...makeStepWorld(), diverged, asked };
}

describe('SaveDivergedRows', () => {
  it('saves nothing where nothing was written after the replica had everything', async () => {
    const world = holding([]);
    const { outcome } = await makeSaveDivergedRows(world)(event);
    expect(outcome).toEqual({
      databases: [{ id: 'orders', since: '800', next: '803', tables: [], saved: null }],
    });
    expect(world.asked).toEqual(['10.0.0.1 since 800']);
    expect(changesOf(world)).toEqual([]);
  });

  it('saves the rows that the promoted server does not have, and records no row', async () => {
    const world = holding(['{"n":1}', '{"n":2}'], ['{"n":1}']);
    const { outcome } = await makeSaveDivergedRows(world)(event);
    const key = 'divergence/run-1/SaveDivergedRows/orders.ndjson';
    const text = '{"table":"public.orders","row":{"n":2}}\n';
    expect(outcome).toMatchObject({
      databases: [
        { tables: [{ table: 'public.orders', rows: 1 }], saved: { key, sha256: sha256(text), rows: 1 } },
      ],
    });
    expect(await world.objects.get(key)).toMatchObject({ text });
    expect(JSON.stringify(world.record.written)).not.toContain('"n"');
  });

  it('saves lines that can be read back, whatever a table is called', async () => {
    const world = holding(['{"n":2}']);
    const table = 'public.the "old" orders';
    const diverged = {
      ...world.diverged,
      writtenSince: async () => ({ next: '803', tables: [{ table, rows: ['{"n":2}'] }] }),
    };
    await makeSaveDivergedRows({ ...world, diverged })(event);
    const saved = await world.objects.get('divergence/run-1/SaveDivergedRows/orders.ndjson');
    expect(JSON.parse(saved?.text ?? '')).toEqual({ table, row: { n: 2 } });
  });

  it('gives up nothing that it cannot read', async () => {
    const world = holding([]);
    const diverged = {
      ...world.diverged,
      writtenSince: () => Promise.reject(new Error('connect ECONNREFUSED')),
    };
    await expect(makeSaveDivergedRows({ ...world, diverged })(event)).rejects.toMatchObject({
      name: 'DivergenceUnsaved',
      seen: 'connect ECONNREFUSED',
    });
  });

  it('asks an old primary once: later it may have another name, and address', async () => {
    const world = holding(['{"n":2}']);
    const { SaveDivergedRows } = REBUILT;
    const again = switchoverEvent('SaveDivergedRows', { ...MOVED, SaveDivergedRows });
    await expect(makeSaveDivergedRows(world)(again)).resolves.toMatchObject({ outcome: SaveDivergedRows });
    expect(world.asked).toEqual([]);
  });
});
