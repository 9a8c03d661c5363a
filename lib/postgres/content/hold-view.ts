import { escapeLiteral } from 'pg';
import * as z from 'zod';
import { ContentTable, HeartbeatMark, LeftOut, tableText } from '../../domain/content/contents.ts';
import type { HeldView } from '../../ports/table-contents.ts';
import { HEARTBEATS, HEARTBEATS_EXIST, OTHERS_LEFT_OUT, TABLES } from './catalog-sql.ts';
import { makePgContentView } from './pg-content-view.ts';
import type { ReadingConnection } from './reading-connection.ts';

const Held = z.object({ snapshot: z.string(), exported: z.string() });
const Exists = z.object({ exists: z.boolean() });
const At = z.object({ at: z.string() });
const Relation = ContentTable.omit({ table: true }).extend({
  schema: z.string(),
  name: z.string(),
  reason: z.string().nullable(),
});

const TAKE = `begin isolation level repeatable read read only;
  select pg_current_snapshot()::text as snapshot, pg_export_snapshot() as exported`;

const NOW = `select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`;

export interface HoldingParts {
  /** Holds the snapshot and reads nothing, so that its long transaction has no lock on any table. */
  readonly holder: ReadingConnection;
  readonly reading: ReadingConnection;
  readonly position: () => Promise<string>;
}

/** Takes a snapshot and lends it to short transactions of another session (PostgreSQL manual, 9.28.5). */
export async function holdView({ holder, reading, position }: HoldingParts): Promise<HeldView> {
  const [taken] = await holder.ask(TAKE);
  const { snapshot, exported } = Held.parse(taken);
  const lsn = await position();
  const [now] = await reading.ask(NOW);
  const begin = `begin isolation level repeatable read read only;
    set transaction snapshot ${escapeLiteral(exported)}`;
  const within = (sql: string) => reading.ask(`${begin}; ${sql}; commit`);
  return {
    ...makePgContentView(reading, begin),
    point: { snapshot, lsn, at: At.parse(now).at },
    tables: async () => {
      const relations = z.array(Relation).parse(await within(TABLES));
      const others = z.array(LeftOut).parse(await within(OTHERS_LEFT_OUT));
      return sorted(relations, others);
    },
    heartbeats: async () => {
      const [answer] = await within(HEARTBEATS_EXIST);
      if (!Exists.parse(answer).exists) return [];
      return z.array(HeartbeatMark).parse(await within(HEARTBEATS));
    },
    release: async () => {
      await holder.ask('rollback');
      holder.close();
    },
  };
}

function sorted(relations: readonly z.infer<typeof Relation>[], others: readonly LeftOut[]) {
  const named = relations.map(({ schema, name, reason, ...rest }) => ({
    reason,
    table: { table: { schema, name }, ...rest },
  }));
  const leftOut = named.flatMap(({ reason, table: { table } }) =>
    reason === null ? [] : [{ what: `table ${tableText(table)}`, reason }],
  );
  return {
    tables: named.flatMap(({ reason, table }) => (reason === null ? [table] : [])),
    leftOut: [...leftOut, ...others],
  };
}
