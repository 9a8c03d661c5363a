import type { LoginProbe } from '../ports/database-logins.ts';
import { isEnding, type KeptSession } from './session-pool.ts';
import { withLimit } from './with-limit.ts';

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
    const ended = session.endedByServer();
    if (ended !== null) return { result: 'refused', seen: ended };
    const said = session.failure() ?? error;
    const seen = said instanceof Error ? said.message : String(said);
    return { result: isEnding(said) ? 'refused' : 'unreachable', seen };
  }
}
