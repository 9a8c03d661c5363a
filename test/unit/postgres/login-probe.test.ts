import { Client, DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { probeLogin } from '../../../lib/postgres/login-probe.ts';

function sqlError(code: string, message: string): DatabaseError {
  return Object.assign(new DatabaseError(message, message.length, 'error'), { code, severity: 'FATAL' });
}

/** A client that never connects, and answers one statement as told. */
function makeClient(query: () => Promise<unknown>) {
  const client = Object.assign(new Client(), { query });
  const destroyed: string[] = [];
  client.connection.stream.destroy = () => {
    destroyed.push('destroyed');
    return client.connection.stream;
  };
  return { client, destroyed };
}

describe('the probe of a login', () => {
  it('is accepted when a session opens and runs a statement, and leaves none open', async () => {
    const { client, destroyed } = makeClient(async () => ({ rows: [] }));
    await expect(probeLogin(async () => client, 2_000)).resolves.toEqual({
      result: 'accepted',
      seen: 'logged in and ran a statement',
    });
    expect(destroyed).toEqual(['destroyed']);
  });

  it('is accepted, too, when the statement fails: who can log in is not fenced', async () => {
    const { client, destroyed } = makeClient(() => Promise.reject(new Error('permission denied')));
    await expect(probeLogin(async () => client, 2_000)).resolves.toEqual({
      result: 'accepted',
      seen: 'logged in; the statement failed: permission denied',
    });
    expect(destroyed).toEqual(['destroyed']);
  });

  it('is refused when the server lets the role in no more', async () => {
    const refused = sqlError('28000', 'role "heartbeat" is not permitted to log in');
    await expect(probeLogin(() => Promise.reject(refused), 2_000)).resolves.toEqual({
      result: 'refused',
      seen: 'role "heartbeat" is not permitted to log in',
    });
  });

  it.each([
    ['a wrong password, which says nothing of others', sqlError('28P01', 'password authentication failed')],
    ['a server that is starting', sqlError('57P03', 'the database system is starting up')],
    ['too many sessions', sqlError('53300', 'sorry, too many clients already')],
    ['no answer', new Error('timeout expired')],
    ['a refused connection', new Error('connect ECONNREFUSED 10.0.0.1:5432')],
  ])('proves nothing by %s', async (_what, error) => {
    await expect(probeLogin(() => Promise.reject(error), 2_000)).resolves.toEqual({
      result: 'unreachable',
      seen: error.message,
    });
  });

  it('gives the opening its whole limit', async () => {
    const limits: number[] = [];
    await probeLogin((limitMs) => {
      limits.push(limitMs);
      return Promise.reject(new Error('no'));
    }, 1_234);
    expect(limits).toEqual([1_234]);
  });
});
