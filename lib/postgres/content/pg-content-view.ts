import * as z from 'zod';
import {
  ContentRow,
  RangeDigest,
  type RangeReading,
  type RowsReading,
} from '../../domain/content/contents.ts';
import type { ContentView, RangesOf, RowsOf } from '../../ports/table-contents.ts';
import { digestSql, rowsSql } from './digest-sql.ts';
import { asUnread, type ReadingConnection } from './reading-connection.ts';

const Snapshot = z.object({ snapshot: z.string() });

const SNAPSHOT = 'select pg_current_snapshot()::text as snapshot';

/**
 * Reads tables by transactions of one statement, so that no table stays locked. `begin` opens each of them, at the
 * moment that the view shows.
 */
export function makePgContentView(connection: ReadingConnection, begin: string): ContentView {
  const within = (sql: string) => connection.ask(`${begin}; ${sql}; commit`);
  return {
    digests: async (question) => {
      try {
        const digests = z.array(RangeDigest).parse(await within(digestSql(question)));
        connection.countRows(digests.reduce((total, { rows }) => total + rows, 0));
        return digests;
      } catch (error) {
        return sameForAll(question, asUnread(error));
      }
    },
    rows: async (question): Promise<RowsReading> => {
      try {
        const [first, ...rest] = await within(`${SNAPSHOT}; ${rowsSql(question)}`);
        const { snapshot } = Snapshot.parse(first);
        const rows = z.array(ContentRow).parse(rest);
        connection.countRows(rows.length);
        return rows.length > question.most ? tooMany(question) : { snapshot, rows };
      } catch (error) {
        return asUnread(error);
      }
    },
  };
}

function sameForAll({ ranges }: RangesOf, reading: RangeReading): readonly RangeReading[] {
  return ranges.map(() => reading);
}

function tooMany({ most }: RowsOf): RowsReading {
  return { unread: `more than ${most} rows`, again: false };
}
