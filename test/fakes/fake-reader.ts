import type { DatabaseReader, LedgerRow, Statistics } from '../../lib/ports/database-reader.ts';
import type { Clock } from '../../lib/ports/clock.ts';

export interface FakeReader extends DatabaseReader {
  readonly opened: readonly string[];
  /** Commits one row of the ledger. */
  commit(sequence: number, time?: string): void;
  /** up: answers after a millisecond. silent: never. refused: at once, with an error. */
  become(mode: 'up' | 'silent' | 'refused'): void;
  /** Whoever opens a session from now on is led to this server. */
  leadTo(server: string): void;
}

/** A server that is read from. Its counters rise with each row of the ledger. */
export function makeFakeReader(clock: Pick<Clock, 'sleep'>): FakeReader {
  let server = '10.0.0.1:5432';
  const rows: LedgerRow[] = [];
  const opened: string[] = [];
  let mode: 'up' | 'silent' | 'refused' = 'up';
  const answer = async <T>(value: () => T): Promise<T> => {
    await clock.sleep(1);
    if (mode === 'silent') return Promise.withResolvers<never>().promise;
    if (mode === 'refused') throw new Error('Connection terminated unexpectedly');
    return value();
  };
  const statistics = (): Statistics => ({
    writeIds: 1_000 + rows.length,
    commits: 5_000 + rows.length,
    otherCommits: 10,
    rollbacks: 0,
    walBytes: 100_000 + 200 * rows.length,
  });
  const inOrder = () => rows.toSorted((a, b) => Number(BigInt(a.sequence) - BigInt(b.sequence)));
  return {
    opened,
    commit: (sequence, time = '2026-03-01T12:00:00.000000Z') => {
      rows.push({ sequence: String(sequence), time });
    },
    become: (next) => {
      mode = next;
    },
    leadTo: (next) => {
      server = next;
    },
    open: async ({ host, secret }) => {
      opened.push(`${host} as ${secret}`);
      const asked = server;
      return answer(() => ({
        server: asked,
        statistics: () => answer(statistics),
        newest: () => answer(() => inOrder().at(-1)?.sequence ?? null),
        rowsAfter: (_table, after, most) =>
          answer(() =>
            inOrder()
              .filter(({ sequence }) => BigInt(sequence) > BigInt(after))
              .slice(0, most),
          ),
        close: () => undefined,
      }));
    },
  };
}
