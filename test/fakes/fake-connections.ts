import type { Clock } from '../../lib/ports/clock.ts';
import type {
  HeartbeatConnection,
  HeartbeatConnections,
  HeartbeatRow,
} from '../../lib/ports/heartbeat-connections.ts';

/** The server answered with an SQL error: it did not commit. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
}

/**
 * up: answers. slow: answers at once, and takes its time to log in. busy: takes its time to answer at all. silent: nothing answers. refused: new sessions are
 * refused at once and open ones break. stopped: as silent, and what was sent is answered when it goes on. deaf: sessions
 * open, rows are not answered. rejecting: rows are answered by an
 * SQL error. closed: the server answers and lets nobody in; open sessions break.
 */
export type ServerMode =
  | 'up'
  | 'slow'
  | 'busy'
  | 'silent'
  | 'stopped'
  | 'refused'
  | 'closed'
  | 'deaf'
  | 'rejecting';

export interface FakeConnections extends HeartbeatConnections {
  readonly rows: readonly HeartbeatRow[];
  /** Sessions that are open now. */
  sessions(): number;
  /** Sessions that were ever opened. */
  opened(): number;
  become(mode: ServerMode, server?: string): void;
}

const ANSWER_MS = { up: 1, deaf: 1, rejecting: 1, slow: 1, closed: 1, busy: 700 } as const;
const LOGIN_MS = { up: 1, busy: 1, deaf: 1, rejecting: 1, closed: 1, slow: 250 } as const;

/** One address, behind which a server answers, is lost, and is replaced. */
export function makeFakeConnections(clock: Clock, insertMs = 1): FakeConnections {
  const rows: HeartbeatRow[] = [];
  const open = new Set<{ readonly end: (reason: string) => void }>();
  let mode: ServerMode = 'up';
  let server = '10.0.0.1:5432';
  let opened = 0;
  let goneOn = Promise.withResolvers<void>();

  const insertOn = async (row: HeartbeatRow, ended: Promise<never>) => {
    const never = Promise.withResolvers<never>().promise;
    await Promise.race([clock.sleep(insertMs), ended]);
    if (mode === 'stopped') await Promise.race([goneOn.promise, ended]);
    if (mode === 'rejecting') throw new SqlError('duplicate key value violates unique constraint');
    if (mode !== 'up' && mode !== 'slow' && mode !== 'busy') await Promise.race([never, ended]);
    rows.push(row);
  };
  const connect = (): HeartbeatConnection => {
    const { promise: ended, reject } = Promise.withResolvers<never>();
    ended.catch(() => {});
    const session = { end: (reason: string) => (open.delete(session), reject(new Error(reason))) };
    open.add(session);
    opened += 1;
    return {
      server,
      insert: (row) => insertOn(row, ended),
      close: () => session.end('Connection terminated'),
    };
  };
  return {
    rows,
    sessions: () => open.size,
    opened: () => opened,
    become: (next, at = server) => {
      mode = next;
      goneOn.resolve();
      goneOn = Promise.withResolvers<void>();
      server = at;
      if (mode === 'refused' || mode === 'closed')
        for (const session of open) session.end('Connection terminated unexpectedly');
    },
    open: async (_target, { unansweredMs }, onAnswer) => {
      if (mode === 'refused') throw new Error('connect ECONNREFUSED 10.0.0.1:5432');
      if (mode === 'silent' || mode === 'stopped') {
        await clock.sleep(unansweredMs);
        throw new Error(`no answer within ${unansweredMs} ms`);
      }
      const loginMs = LOGIN_MS[mode];
      const answerMs = ANSWER_MS[mode];
      await clock.sleep(Math.min(answerMs, unansweredMs));
      if (answerMs > unansweredMs) throw new Error(`no answer within ${unansweredMs} ms`);
      onAnswer();
      await clock.sleep(loginMs);
      if (mode === 'closed') throw new SqlError('the database system is in recovery mode');
      return connect();
    },
    isRefusal: (error) => error instanceof SqlError,
  };
}
