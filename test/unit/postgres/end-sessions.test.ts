import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { endSessions } from '../../../lib/postgres/end-sessions.ts';

interface Look {
  /** Processes that hold the lock of a login. */
  readonly letIn?: readonly number[];
  /** Sessions of clients, which are asked to end. */
  readonly clients?: readonly number[];
  /** Of anybody else. */
  readonly others?: readonly number[];
}

/** A server that shows one look after the other, and the last one for ever. */
function serverOf(...looks: readonly Look[]) {
  const asked: string[] = [];
  const query = async (text: string) => {
    const { letIn = [], clients = [], others = [] } = looks[asked.length] ?? looks.at(-1) ?? {};
    asked.push(text);
    return [{ rows: [{ pids: letIn }] }, { rows: [{ ended: clients, listed: [...clients, ...others] }] }];
  };
  return { client: Object.assign(new Client(), { query }), asked };
}

describe('ending the sessions of roles', () => {
  it('is done at once where there are none, and asks once', async () => {
    const { client, asked } = serverOf({});
    await expect(endSessions(client, ['app', "o'neil"])).resolves.toBe(0);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain("usename = any(array['app', 'o''neil']::name[])");
  });

  it('reads who was let in before it reads who is listed, in statements of their own', async () => {
    const { client, asked } = serverOf({});
    await endSessions(client, ['app']);
    const [locks, activity, more] = asked[0]?.split(';') ?? [];
    expect(locks).toContain('from pg_locks');
    expect(locks).not.toContain('pg_stat_activity');
    expect(activity).toContain('from pg_stat_activity');
    expect(more).toBeUndefined();
  });

  it('waits until they are gone, and counts each once', async () => {
    const { client, asked } = serverOf({ clients: [7, 8] }, { clients: [8] }, {});
    await expect(endSessions(client, ['app'])).resolves.toBe(2);
    expect(asked).toHaveLength(3);
  });

  it('waits for one that was let in and is not listed yet, and ends it then', async () => {
    const { client, asked } = serverOf({ letIn: [9] }, { letIn: [9] }, { letIn: [9], clients: [9] }, {});
    await expect(endSessions(client, ['app'])).resolves.toBe(1);
    expect(asked).toHaveLength(4);
  });

  it("does not wait for a login of somebody else's, once it is listed", async () => {
    const { client, asked } = serverOf({ letIn: [9], others: [9, 10] });
    await expect(endSessions(client, ['app'])).resolves.toBe(0);
    expect(asked).toHaveLength(1);
  });

  it.concurrent.each<[Look, string]>([
    [{ clients: [7], letIn: [9] }, '1 sessions of app, jobs could not be ended'],
    [{ letIn: [9] }, '1 sessions were let in before and are not listed yet: they could not be ended'],
  ])('fails where that lasts: %j', async (look, message) => {
    await expect(endSessions(serverOf(look).client, ['app', 'jobs'])).rejects.toThrow(message);
  });
});
