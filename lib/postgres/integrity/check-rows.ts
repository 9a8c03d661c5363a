import * as z from 'zod';
import type { ReadingConnection } from '../content/reading-connection.ts';
import type { Findings } from './findings.ts';
import { CONSTRAINTS, FOREIGN_KEYS, SEQUENCES } from './integrity-sql.ts';

const Rule = z.object({ what: z.string(), valid: z.boolean(), sql: z.string() });
const Answer = z.object({ broken: z.string() });

const RULES = [
  { kind: 'constraints', list: CONSTRAINTS, seen: (rows: string) => `${rows} rows break it` },
  { kind: 'foreignKeys', list: FOREIGN_KEYS, seen: (rows: string) => `${rows} rows without a parent` },
  { kind: 'sequences', list: SEQUENCES, seen: () => 'it is behind the column that it feeds' },
] as const;

/** An index that is damaged finds none of the rows that break a rule: the rows themselves are read. */
const BY_ROWS = ['indexscan', 'indexonlyscan', 'bitmapscan']
  .map((way) => `set enable_${way} = off; `)
  .join('');

/**
 * What rows have to keep to, asked of the rows themselves and not of the catalog: each CHECK, each foreign key, each
 * sequence of a column. A constraint that its owner never had validated may be broken without being corrupt.
 */
export async function checkRows(connection: ReadingConnection, findings: Findings): Promise<void> {
  for (const { kind, list, seen } of RULES) {
    for (const row of await connection.ask(list)) {
      const { what, valid, sql } = Rule.parse(row);
      await findings.check(kind, what, async () => {
        const [answer] = await connection.ask(BY_ROWS + sql);
        const { broken } = Answer.parse(answer);
        if (broken === '0') return;
        if (valid) findings.problem(what, seen(broken));
        else findings.unchecked(what, `${seen(broken)}, and it was never validated`);
      });
    }
  }
}
