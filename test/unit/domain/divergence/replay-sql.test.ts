import { describe, expect, it } from 'vitest';
import { replaySql } from '../../../../lib/domain/divergence/replay-sql.ts';
import { inOrderOfNeed } from '../../../../lib/domain/divergence/table-order.ts';
import { itemRow, itemsTable } from '../../../fakes/diverged-table.ts';

const statements = (sql: string | null) => sql?.split('\n').filter((line) => /^(insert|select)/.test(line));
const of = (...tables: ReturnType<typeof itemsTable>[]) =>
  replaySql({ database: 'orders', run: 'run-1', tables });

describe('the SQL that brings rows back', () => {
  it('is one transaction, in which no name and no value is taken for SQL', () => {
    const sql = of(
      itemsTable([itemRow(1, { values: ['1', `x'); drop table "items"; --\nselect`] })], {
        table: { schema: 'a"b', name: 'it;ems' },
      }),
    );
    expect(sql).toContain(
      `insert into "a""b"."it;ems" ("id", "note") overriding system value values ('1', 'x''); drop table "items"; --\nselect') on conflict do nothing;`,
    );
    expect(sql?.match(/^(begin|commit);$/gm)).toEqual(['begin;', 'commit;']);
    expect(sql?.indexOf('begin;')).toBeLessThan(sql?.indexOf('insert') ?? 0);
  });

  it('writes NULL, and no row that the promoted server has or had', () => {
    const rows = [
      itemRow(1, { values: ['1', null] }),
      itemRow(2, { kind: 'changed', here: '{}' }),
      itemRow(3, { kind: 'deleted', row: null, here: '{}' }),
    ];
    expect(statements(of(itemsTable(rows)))).toEqual([
      `insert into "public"."items" ("id", "note") overriding system value values ('1', NULL) on conflict do nothing;`,
    ]);
    expect(of(itemsTable(rows.slice(1)))).toBeNull();
  });

  it('is no text that ends its own comment', () => {
    const sql = replaySql({
      database: 'x\ndrop table y; --',
      run: 'run-1',
      tables: [itemsTable([itemRow(1)])],
    });
    expect(sql?.split('\n').filter((line) => line.startsWith('drop'))).toEqual([]);
  });

  it('writes tables before those that need them', () => {
    const child = itemsTable([itemRow(1)], {
      table: { schema: 'public', name: 'child' },
      needs: ['public.parent'],
    });
    const parent = itemsTable([itemRow(1)], { table: { schema: 'public', name: 'parent' } });
    expect(statements(of(child, parent))?.map((line) => line.split(' ')[2])).toEqual([
      '"public"."parent"',
      '"public"."child"',
    ]);
  });

  it('counts the rows of a table without a key, so that a second time adds none', () => {
    const copies = [itemRow(1, { equals: 2 }), itemRow(1, { equals: 2 })];
    const lines = statements(of(itemsTable(copies, { primaryKey: [] })));
    expect(lines?.map((line) => line.slice(line.indexOf('where')))).toEqual([
      `where (select count(*) from only "public"."items" t where to_jsonb(t) = '{"id": 1, "note": "it’s 1"}'::jsonb) < 3;`,
      `where (select count(*) from only "public"."items" t where to_jsonb(t) = '{"id": 1, "note": "it’s 1"}'::jsonb) < 4;`,
    ]);
  });

  it('sets no sequence back', () => {
    const columns = [{ name: 'id', type: 'integer', sequence: `public."s'q"` }];
    expect(statements(of(itemsTable([itemRow(1, { values: ['1'] })], { columns })))?.at(-1)).toBe(
      `select setval('public."s''q"', most) from (select max("id") as most from "public"."items") t where most > (select last_value from public."s'q");`,
    );
  });

  it('leaves out what is Muster’s own', () => {
    expect(of(itemsTable([itemRow(1)], { table: { schema: 'muster', name: 'heartbeat' } }))).toBeNull();
  });
});

describe('an order of need', () => {
  it('names those that need one another in a circle', () => {
    const [a, b] = [
      { name: 'a', needs: ['b'] },
      { name: 'b', needs: ['a'] },
    ];
    expect(inOrderOfNeed([b, a, { name: 'c', needs: ['c'] }])).toEqual({
      ordered: [{ name: 'c', needs: ['c'] }, a, b],
      circles: ['a', 'b'],
    });
  });
});
