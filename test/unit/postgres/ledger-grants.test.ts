import { describe, expect, it } from 'vitest';
import { ledgerGrants } from '../../../lib/postgres/ledger-grants.ts';

const ledger = { table: 'shop.orders', sequenceColumn: 'id', timeColumn: 'at' };

describe("the SQL that lets the plan's own ledger be read", () => {
  it('grants select on that table, and nothing else', () => {
    expect(ledgerGrants('heartbeat', ledger)).toEqual([
      'grant usage on schema "shop" to "heartbeat"',
      'grant select on "shop"."orders" to "heartbeat"',
    ]);
  });

  it('takes no part of a name for SQL', () => {
    const hostile = { ...ledger, table: 'shop.x"; drop table orders; --' };
    expect(ledgerGrants('heartbeat', hostile).at(-1)).toBe(
      'grant select on "shop"."x""; drop table orders; --" to "heartbeat"',
    );
  });
});
