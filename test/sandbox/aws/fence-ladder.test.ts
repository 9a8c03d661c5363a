import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PromoteReadReplicaCommand } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRdsDatabases } from '../../../lib/aws/rds-databases.ts';
import { makeRdsInstanceGates } from '../../../lib/aws/rds-instance-gates.ts';
import { provenBy } from '../../../lib/domain/fence/proof.ts';
import type { FenceRung } from '../../../lib/domain/fence/rung.ts';
import { roleCheck } from '../../../lib/domain/preflight/role-gates.ts';
import { asHeartbeat } from '../../../lib/domain/run/session-targets.ts';
import { makePgClientSessions } from '../../../lib/postgres/pg-client-sessions.ts';
import { makePgLogins } from '../../../lib/postgres/pg-logins.ts';
import { SessionPool } from '../../../lib/postgres/session-pool.ts';
import { climbLadder } from '../../../lib/steps/step/climb-ladder.ts';
import type { RungPorts } from '../../../lib/steps/step/fence-rungs.ts';
import { liftFence } from '../../../lib/steps/step/lift-fence.ts';
import { makeSystemClock } from '../../../lib/system/system-clock.ts';
import { ORDERS } from '../../fakes/run-input.ts';
import { CLOSED_GROUP, MASTER_PASSWORD, PRIMARY, RECOVERY } from '../faults/fixture-config.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';

const LOGINS = {
  operator: { user: 'operator', password: MASTER_PASSWORD },
  app: { user: 'app', password: 'app' },
};

let fixture: WorldFixture;
let ports: RungPorts;

beforeAll(async () => {
  fixture = await startFixture();
  const ca = readFileSync(join(fixture.stateDir, 'ca.pem'), 'utf8');
  const connecting = {
    ca,
    secrets: { login: async (name: string) => LOGINS[name === 'app' ? name : 'operator'] },
  };
  const pool = new SessionPool(connecting, () => performance.now());
  const rds = (region: string) => fixture.rds(region);
  ports = {
    clock: makeSystemClock(),
    sessions: makePgLogins({ ...connecting, pool }),
    clients: makePgClientSessions(pool),
    gates: makeRdsInstanceGates(rds),
    databases: makeRdsDatabases(rds),
  };
});

afterAll(() => fixture?.close());

function primary() {
  const address = { host: '127.0.0.1', port: fixture.port('orders-a') };
  return {
    ...ORDERS,
    database: 'orders',
    primary: { region: PRIMARY, instance: 'orders-a' },
    operatorSecret: 'operator',
    heartbeatSecret: 'app',
    fencedRoles: ['app'],
    primaryAddress: address,
    replicaAddress: address,
    securityGroups: ['sg-00000000'],
  };
}

async function climb(...rungs: FenceRung[]) {
  const database = primary();
  const client = asHeartbeat(database, database.primaryAddress);
  // What the test before has ended is noticed by the first use.
  await ports.sessions.keepOpen(client).catch(() => ports.sessions.keepOpen(client));
  const attempts = await climbLadder(ports, {
    database,
    rungs,
    closedSecurityGroup: CLOSED_GROUP,
    deadlineMs: 5_000,
    closeWriters: null,
    stillOwner: async () => undefined,
  });
  return { by: provenBy(attempts), attempts, told: JSON.stringify(attempts, null, 2) };
}

const lift = (...rungs: FenceRung[]) =>
  liftFence(ports, {
    database: primary(),
    fence: { rungs, closedSecurityGroup: CLOSED_GROUP, writersKey: null },
    mayComeYet: false,
    until: ports.clock.now() + 60e6,
    stillOwner: async () => undefined,
  });

const asApp = () => fixture.connect({ port: fixture.port('orders-a'), user: 'app' });

test('login revoked: refused on a new connection, ended on the one from before, and given back', async () => {
  const { by, attempts, told } = await climb('revoke-login-and-end-sessions');
  expect(by, told).toBe('revoke-login-and-end-sessions');
  expect(attempts.map(({ result }) => result)).toEqual(['proven', 'proven', 'proven']);
  await lift('revoke-login-and-end-sessions');
  await (await asApp()).end();
});

test('network closed: silent for a new connection, while one from before goes on until it is ended', async () => {
  const client = await asApp();
  client.on('error', () => undefined);
  await ports.gates.admitOnly({ region: PRIMARY, instance: 'orders-a' }, [CLOSED_GROUP]);
  await expect(client.query('insert into written values (1)')).resolves.toMatchObject({ rowCount: 1 });
  await lift('close-network');

  const { by, attempts, told } = await climb('close-network');
  expect(by, told).toBe('close-network');
  expect(attempts.map(({ result }) => result)).toEqual(['proven', 'unreachable', 'proven']);
  await expect(client.query('insert into written values (2)')).rejects.toThrow();
  await lift('close-network');
  expect(await ports.gates.groups({ region: PRIMARY, instance: 'orders-a' })).toEqual({
    groups: ['sg-00000000'],
    inForce: true,
  });
  await (await asApp()).end();
});

test('a role outside of the plan that keeps writing is named by pre-flight, and refutes what holds the others', async () => {
  const operator = await fixture.connect({ port: fixture.port('orders-a'), user: 'operator' });
  await operator.query("create role etl_loader login password 'etl_loader'");
  await operator.query('grant insert on journal to etl_loader');
  const replica = { ...asHeartbeat(primary(), primary().replicaAddress), secret: 'operator' };
  const named = async () => {
    const target = { ...replica, port: fixture.port('orders-b') };
    const { others } = await ports.clients.standing(target, ['app'], 5_000);
    const { seen, passed, blocking } = roleCheck('orders', others);
    return { seen, passed, blocking };
  };
  await expect.poll(named).toEqual({ seen: 'etl_loader as well', passed: false, blocking: true });
  const loader = await fixture.connect({ port: fixture.port('orders-a'), user: 'etl_loader' });
  const write = () => loader.query('insert into journal (at) values (now())');

  const logins = await climb('revoke-login-and-end-sessions');
  expect(logins.by, logins.told).toBeNull();
  expect(logins.attempts.map(({ rung, result }) => `${rung} ${result}`)).toEqual([
    'revoke-login-and-end-sessions refuted',
    'probe proven',
    'open-session proven',
  ]);
  expect(logins.attempts[0]?.detail).toBe(
    "outside of the plan's fencedRoles: etl_loader can log in, and has 1 session",
  );
  await expect(write()).resolves.toMatchObject({ rowCount: 1 });
  await lift('revoke-login-and-end-sessions');

  const network = await climb('close-network');
  expect(network.by, network.told).toBe('close-network');
  await expect(write()).rejects.toThrow();
  await lift('close-network');
  await operator.query('revoke insert on journal from etl_loader');
  await operator.query('drop role etl_loader');
  await operator.end();
});

test('instance stopped: RDS refuses it while there is a replica, and does it once that is promoted', async () => {
  const refused = await climb('stop-instance');
  expect(refused.by, refused.told).toBeNull();
  expect(refused.attempts[0]).toMatchObject({
    result: 'failed',
    detail: expect.stringContaining('Cannot stop or start a Read-Replica Source instance'),
  });
  await fixture.rds(RECOVERY).send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: 'orders-b' }));
  const replica = { region: RECOVERY, instance: 'orders-b' };
  await expect.poll(async () => (await ports.databases.describe(replica)).source).toBeNull();

  const { by, told } = await climb('stop-instance');
  expect(by, told).toBe('stop-instance');
  await expect(asApp()).rejects.toThrow();
  await lift('stop-instance');
  await (await asApp()).end();
});
