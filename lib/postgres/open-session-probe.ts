import { DatabaseError } from 'pg';
import type { LoginProbe } from '../ports/database-logins.ts';
import type { KeptSession } from './session-pool.ts';
import { withLimit } from './with-limit.ts';

/** SQLSTATE 57P01, admin_shutdown: the server itself says that it ended this session. */
const ENDED_BY_SERVER = '57P01';

/**
 * Tries one statement on a session that was opened earlier. Refused means that the server said that it ended it; a
 * connection that merely broke or is silent proves nothing about what others can do.
 */
export async function probeOpenSession(session: KeptSession | null, limitMs: number): Promise<LoginProbe> {
  if (!session) return { result: 'unreachable', seen: 'no session was open before the fence' };
  try {
    await withLimit(session.client.query('select 1'), limitMs);
    return { result: 'accepted', seen: 'a session that was open before ran a statement' };
  } catch (error) {
    const said = session.failure() ?? error;
    const seen = said instanceof Error ? said.message : String(said);
    const refused = said instanceof DatabaseError && said.code === ENDED_BY_SERVER;
    return { result: refused ? 'refused' : 'unreachable', seen };
  }
}
