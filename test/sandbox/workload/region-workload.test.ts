import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../../../lib/sandbox/network/free-port.ts';
import { makeChildRegistry, type ChildRegistry } from '../../../lib/sandbox/process/child-registry.ts';
import { makeRegionWorkload, type RegionWorkload } from '../../../lib/sandbox/workload/region-workload.ts';
import type { Writers } from '../../../lib/sandbox/workload/workload-order.ts';

let stateDir: string;
let children: ChildRegistry;
let workload: RegionWorkload;
/** Of the service without stores. */
let gate: Writers['gate'];

beforeEach(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'muster-test-'));
  children = makeChildRegistry(stateDir);
  workload = makeRegionWorkload(children, stateDir);
  const login = { host: '127.0.0.1', database: 'orders', user: 'app', password: 'app' };
  const stores = [{ ...login, frontDoor: 'orders', port: await freePort() }];
  const services = [
    { name: 'shop', stores },
    { name: 'catalogue', stores: [] },
  ];
  gate = 'open';
  await workload.start({ region: 'eu-west-1', caPem: '', services }, () => ({
    writers: { shop: { gate: 'open', led: true }, catalogue: { gate, led: true } },
  }));
});
afterEach(async () => {
  await children.close();
  rmSync(stateDir, { recursive: true, force: true });
});

async function ask(service: string): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`http://127.0.0.1:${workload.portOf(service)}/`);
  return { status: answer.status, body: await answer.json() };
}

test('a service without stores is healthy, and says where it runs', async () => {
  const body = { service: 'catalogue', region: 'eu-west-1', healthy: true, detail: 'ok' };
  expect(await ask('catalogue')).toEqual({ status: 200, body });
});

test('a service whose store does not answer is unavailable, and names the store', async () => {
  const { status, body } = await ask('shop');
  expect(status).toBe(503);
  expect(body).toMatchObject({ healthy: false, detail: expect.stringContaining('orders has no session') });
});

test('a service whose writers are off is unavailable, and well again when they are on', async () => {
  const says = async (wanted: Writers['gate'], status: number) => {
    gate = wanted;
    await expect.poll(async () => (await ask('catalogue')).status).toBe(status);
    return (await ask('catalogue')).body;
  };
  expect(await says('closed', 503)).toMatchObject({
    healthy: false,
    detail: 'its writers are off at this site',
  });
  expect(await says('open', 200)).toMatchObject({ healthy: true, detail: 'ok' });
});

test('a region that is lost takes its services along', async () => {
  const port = workload.portOf('catalogue');
  expect(await workload.kill()?.survivors).toEqual([]);
  expect(workload.portOf('catalogue')).toBeUndefined();
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
});
