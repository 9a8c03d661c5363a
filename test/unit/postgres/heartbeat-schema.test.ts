import { describe, expect, it } from 'vitest';
import { heartbeatSchema } from '../../../lib/postgres/heartbeat-schema.ts';

describe('the SQL that prepares a database for heartbeats', () => {
  it('gives the writer the right to insert and select on its table, and nothing else', () => {
    const grants = heartbeatSchema('heartbeat').filter((statement) => statement.startsWith('grant'));
    expect(grants).toEqual([
      'grant usage on schema muster to "heartbeat"',
      'grant insert, select on muster.heartbeat to "heartbeat"',
    ]);
  });

  it('can be run again', () => {
    const creating = heartbeatSchema('heartbeat').filter((statement) => statement.startsWith('create'));
    expect(creating).toHaveLength(2);
    expect(creating.every((statement) => /^create (schema|table) if not exists muster/.test(statement))).toBe(
      true,
    );
  });

  it('takes no part of a role’s name for SQL', () => {
    expect(heartbeatSchema('x"; drop schema muster; --').join('\n')).toContain(
      '"x""; drop schema muster; --"',
    );
  });

  it('lets no two rows of one writer share a number', () => {
    expect(heartbeatSchema('heartbeat').join('\n')).toContain('primary key (run, writer, segment, seq)');
  });
});
