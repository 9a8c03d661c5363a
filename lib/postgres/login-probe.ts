import { type Client, DatabaseError } from 'pg';
import type { LoginProbe } from '../ports/database-logins.ts';

/**
 * SQLSTATE 28000: the server is there and lets this role or client in no more. 28P01, a wrong password, says nothing
 * about those who know the right one.
 */
const REFUSED = '28000';

/**
 * Tries to log in and to run one statement. Refused means that the server itself said no; a server that does not
 * answer is unreachable, which proves nothing about what others can do.
 */
export async function probeLogin(
  open: (limitMs: number) => Promise<Client>,
  limitMs: number,
): Promise<LoginProbe> {
  try {
    const client = await open(limitMs);
    const answer = await client.query('select 1').then(
      () => 'logged in and ran a statement',
      (error: Error) => `logged in; the statement failed: ${error.message}`,
    );
    client.connection.stream.destroy();
    return { result: 'accepted', seen: answer };
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error);
    const refused = error instanceof DatabaseError && error.code === REFUSED;
    return { result: refused ? 'refused' : 'unreachable', seen };
  }
}
