import { DescribeDBInstancesCommand, PromoteReadReplicaCommand } from '@aws-sdk/client-rds';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { signal } from '../../../lib/sandbox/process/signal.ts';
import { put, receipt, undo } from './experiment-driver.ts';
import { PRIMARY, RECOVERY } from './fixture-config.ts';
import { until } from './until.ts';
import { met, waysIn, write } from './ways-in.ts';
import { startFixture, type WorldFixture } from './world-fixture.ts';

let fixture: WorldFixture;

const begin = async () => {
  fixture = await startFixture();
};
const end = () => fixture?.close();

async function statusOf(region: string, id: string): Promise<string | undefined> {
  const asked = new DescribeDBInstancesCommand({ DBInstanceIdentifier: id });
  return (await fixture.rds(region).send(asked)).DBInstances?.[0]?.DBInstanceStatus;
}

describe('a world that is afterwards as it was', () => {
  beforeAll(begin);
  afterAll(end);

  test('without prlimit the experiment fails and says what is missing', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = '/nowhere';
    try {
      await expect(put(fixture, 'full-disk')).rejects.toThrow(
        'full-disk needs the program prlimit, which is not on the PATH: install util-linux, or put it on the PATH of whoever starts the sandbox',
      );
    } finally {
      process.env['PATH'] = path;
    }
    expect(await statusOf(PRIMARY, 'orders-a')).toBe('available');
  });

  test('on a full disk reads go on, a write ends the server, and RDS says storage-full', async () => {
    const client = await fixture.connect({ port: waysIn(fixture).client, user: 'app' });
    expect(await write(client, 1)).toBe(true);
    const id = await put(fixture, 'full-disk');
    expect(await receipt(fixture, id)).toMatchObject({ processesEnded: 0, storageHeld: false });
    expect(await statusOf(PRIMARY, 'orders-a')).toBe('storage-full');
    expect(await statusOf(RECOVERY, 'orders-b')).toBe('available');
    expect((await client.query('select n from written')).rows).toEqual([{ n: 1 }]);

    await expect(client.query('insert into written values (2)')).rejects.toThrow();
    await until('the server to end', () => fixture.world.status().instances[0]?.pid === null);
    expect(await statusOf(PRIMARY, 'orders-a')).toBe('storage-full');

    await undo(fixture, id);
    expect(await statusOf(PRIMARY, 'orders-a')).toBe('available');
    const next = await fixture.connect({ port: waysIn(fixture).client, user: 'app' });
    expect(await write(next, 3)).toBe(true);
    // The row whose WAL found no room was not acknowledged, and is not there.
    expect((await next.query('select n from written order by n')).rows).toEqual([{ n: 1 }, { n: 3 }]);
    await Promise.all([client.end().catch(() => undefined), next.end()]);
  });

  test('a server that nobody wrote to goes on after the undo without a restart', async () => {
    const pid = fixture.world.status().instances[0]?.pid;
    const id = await put(fixture, 'full-disk');
    await undo(fixture, id);
    expect(fixture.world.status().instances[0]?.pid).toBe(pid);
    const client = await fixture.connect({ port: waysIn(fixture).client, user: 'app' });
    expect(await write(client, 4)).toBe(true);
    await client.end();
  });
});

describe('a world that is not', () => {
  beforeEach(begin);
  afterEach(end);

  test('a former primary is given its room back behind its fence', async () => {
    const id = await put(fixture, 'full-disk');
    await fixture.rds(RECOVERY).send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: 'orders-b' }));
    const promoted = await fixture.connect({ port: fixture.port('orders-b'), user: 'app' });
    await until('a write on the new primary', () => write(promoted, 1));
    await undo(fixture, id);
    const port = waysIn(fixture).client;
    expect(await met(fixture, { port, user: 'app' })).toContain('no pg_hba.conf entry');
    expect(await met(fixture, { port, user: 'operator' })).toBe('answered');
    await promoted.end();
  });

  test('a server that dies by itself is noticed, and its address refuses', async () => {
    const pid = fixture.world.status().instances[0]?.pid ?? 0;
    signal(pid, 'SIGKILL');
    await until('status failed', async () => (await statusOf(PRIMARY, 'orders-a')) === 'failed');
    expect(fixture.world.status().instances[0]?.pid).toBeNull();
    expect(await met(fixture, { port: waysIn(fixture).operator, user: 'operator' })).not.toBe('answered');
  });
});
