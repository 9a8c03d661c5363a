import { DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { makePgHeartbeatConnections } from '../../../lib/postgres/pg-heartbeat-connections.ts';

const secrets = { login: async () => ({ user: 'heartbeat', password: 'secret' }) };
const connections = makePgHeartbeatConnections({ secrets, ca: '' });

function sqlError(severity: string): DatabaseError {
  return Object.assign(new DatabaseError('refused', 7, 'error'), { severity });
}

describe('the refusal of a row', () => {
  it('is an SQL error: the server answered that it did not commit', () => {
    expect(connections.isRefusal(sqlError('ERROR'))).toBe(true);
  });

  it('is no error that ends the session: the commit may have been before it', () => {
    expect(connections.isRefusal(sqlError('FATAL'))).toBe(false);
    expect(connections.isRefusal(sqlError('PANIC'))).toBe(false);
  });

  it('is no broken connection', () => {
    expect(connections.isRefusal(new Error('Connection terminated unexpectedly'))).toBe(false);
    expect(connections.isRefusal(undefined)).toBe(false);
  });
});
