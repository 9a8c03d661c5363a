import { describe, expect, it } from 'vitest';
import { LockHeld, RegionUnreachable } from '../../../lib/domain/failure.ts';
import type { DeferredFenceRequest } from '../../../lib/domain/fence/deferred-fence.ts';
import type { OutcomeOf } from '../../../lib/domain/record/outcomes.ts';
import type { DatabaseInstance, InstanceRef } from '../../../lib/ports/databases.ts';
import type { LoginProbe } from '../../../lib/ports/database-logins.ts';
import { makeApplyDeferredFence } from '../../../lib/steps/apply-deferred-fence.ts';
import { PRIMARY, REPLICA } from '../../fakes/fake-databases.ts';
import { makeFakeSessions } from '../../fakes/fake-sessions.ts';
import { makeFakeWorkflows } from '../../fakes/fake-workflows.ts';
import { ORDERS, runInput } from '../../fakes/run-input.ts';
import { EXECUTION } from '../../fakes/step-event.ts';
import { changesOf, makeStepWorld, type StepWorld } from '../../fakes/step-world.ts';

const OUTCOME = 'runs/run-1/deferred-fence/outcome.json';
const RETURN_INTENT = 'runs/run-1/record/ReturnRegion/0/intent.json';
const SEEN_LAST = 'runs/run-1/deferred-fence/seen.json';
const SILENT: LoginProbe = { result: 'unreachable', seen: 'no session was open before the fence' };
const LOST = new RegionUnreachable({ subject: 'RDS', seen: 'TimeoutError', limit: 'an answer within 4 s' });
const { plan, sites, fence } = runInput();

const REQUEST: DeferredFenceRequest = {
  schemaVersion: 1,
  run: 'run-1',
  plan,
  sites,
  fence,
  owner: EXECUTION,
  lockKey: 'locks/orders.json',
  lockNotTaken: true,
  databases: [{ ...ORDERS, primaryAddress: null, securityGroups: [] }],
  deferredAt: '2026-03-01T12:00:00.000000Z',
};

interface Given {
  /** Seconds until the old primary's region answers. */
  readonly lostFor?: number;
  readonly primary?: Partial<DatabaseInstance>;
  readonly replica?: Partial<DatabaseInstance>;
  readonly status?: string | null;
  readonly returned?: OutcomeOf<'ReturnRegion'>['databases'][number]['fence'];
  readonly promotionAsked?: boolean;
  /** Whether the run's record is closed. */
  readonly sealed?: boolean;
  readonly openProbe?: LoginProbe;
}

function given(
  {
    lostFor = 0,
    primary = {},
    replica = { source: null },
    status = 'SUCCEEDED',
    openProbe = SILENT,
    ...seen
  }: Given = {},
  texts: Record<string, string> = {},
) {
  const world = makeStepWorld({ texts: { ...recordOf(seen), ...texts } });
  const isLost = () => world.clock.monotonicNs() < BigInt(lostFor * 1e9);
  const fake = makeFakeSessions(world.journal, { openProbe });
  /** In seconds from the start. */
  const fencedAt: number[] = [];
  const sessions: StepWorld['sessions'] = {
    ...fake,
    fence: (...asked) => {
      fencedAt.push(Number(world.clock.monotonicNs()) / 1e9);
      return fake.fence(...asked);
    },
  };
  const describeInstance = async ({ region }: InstanceRef): Promise<DatabaseInstance> => {
    if (region === REPLICA.region) return { ...REPLICA, ...replica };
    if (isLost()) throw LOST;
    return { ...PRIMARY, ...primary };
  };
  return {
    ...world,
    fencedAt,
    sessions,
    databases: { ...world.databases, describe: describeInstance },
    workflows: makeFakeWorkflows(world.journal, {
      statuses: status === null ? {} : { [EXECUTION]: status },
    }),
  };
}

/** What the run has written down so far. */
function recordOf({
  returned,
  promotionAsked,
  sealed,
}: Pick<Given, 'returned' | 'promotionAsked' | 'sealed'>) {
  const at = '2026-03-01T12:00:00.000000Z';
  const entry = (state: string, kind: string, data: unknown) =>
    JSON.stringify({ schemaVersion: 1, kind, state, attempt: 0, at, data });
  const database = { id: 'orders', fence: returned, rolesWithoutLogin: [], probe: '' };
  return {
    ...(sealed ? { 'runs/run-1/files/record.ndjson': '{}' } : {}),
    ...(promotionAsked
      ? { 'runs/run-1/record/PromoteReplica/0/intent.json': entry('PromoteReplica', 'intent', {}) }
      : {}),
    ...(returned
      ? {
          'runs/run-1/record/ReturnRegion/0/outcome.json': entry('ReturnRegion', 'outcome', {
            experimentState: 'none',
            databases: [database],
          }),
        }
      : {}),
  };
}

/** The same world, whose replica changes after so many seconds. */
function changing(
  world: StepWorld,
  { after, replica }: { after: number; replica: Partial<DatabaseInstance> },
) {
  const isLater = () => world.clock.monotonicNs() >= BigInt(after * 1e9);
  const describeInstance = async (ref: InstanceRef) => {
    const seen = await world.databases.describe(ref);
    return ref.region === REPLICA.region && isLater() ? { ...seen, ...replica } : seen;
  };
  return { ...world, databases: { ...world.databases, describe: describeInstance } };
}

/** A bucket whose outcome is not seen at first, and is there when it is written. */
function notYetThere(world: StepWorld): StepWorld['objects'] {
  let looked = false;
  const get = async (key: string) => {
    if (key !== OUTCOME || looked) return world.objects.get(key);
    looked = true;
    return null;
  };
  return { ...world.objects, get };
}

const begun = (world: StepWorld, request = REQUEST) =>
  makeApplyDeferredFence(world)({ run: request, executionArn: 'arn:of:run-1-deferred-fence' });
const apply = (world: StepWorld, request = REQUEST) => world.clock.drive(begun(world, request));

describe('ApplyDeferredFence', () => {
  it('fences as soon as the region answers, raises the lock, and writes it down once', async () => {
    const world = given({ lostFor: 100 });
    const outcome = await apply(world);
    expect(outcome).toMatchObject({
      run: 'run-1',
      databases: [{ id: 'orders', result: 'fenced', proof: 'catalogue' }],
      lock: { result: 'raised', generation: 3, detail: 'it was free' },
    });
    expect(outcome.databases[0]?.answeredAt).toBe('2026-03-01T12:01:40.000000Z');
    expect(JSON.parse(world.objects.stored()[OUTCOME] ?? '')).toEqual(outcome);
    expect(changesOf(world)).toEqual([
      'sessions.fence 10.0.0.1 as orders/operator: app, heartbeat',
      'primaryLocks.acquire locks/orders.json',
      'primaryLocks.release locks/orders.json 3',
      `objects.put ${OUTCOME}`,
    ]);
    const again = await apply(world);
    expect(again).toEqual(outcome);
    expect(changesOf(world)).toHaveLength(4);
  });

  it('says in its outcome what was done, in which order, and what proves it', async () => {
    const outcome = await apply(given());
    expect(outcome).toEqual({
      schemaVersion: 1,
      run: 'run-1',
      execution: 'arn:of:run-1-deferred-fence',
      databases: [
        {
          id: 'orders',
          result: 'fenced',
          proof: 'catalogue',
          detail:
            'revoke-login-and-end-sessions proven: no login: app, heartbeat; probe proven: role "heartbeat" is not permitted to log in; open-session unreachable: no session was open before the fence',
          answeredAt: '2026-03-01T12:00:00.000000Z',
          fencedAt: '2026-03-01T12:00:00.000000Z',
          attempts: [
            {
              rung: 'revoke-login-and-end-sessions',
              result: 'proven',
              detail: 'no login: app, heartbeat',
              seconds: 0,
            },
            {
              rung: 'probe',
              result: 'proven',
              detail: 'role "heartbeat" is not permitted to log in',
              seconds: 0,
            },
            {
              rung: 'open-session',
              result: 'unreachable',
              detail: 'no session was open before the fence',
              seconds: 0,
            },
          ],
        },
      ],
      lock: { result: 'raised', generation: 3, detail: 'it was free' },
    });
  });

  it('says from whom it took the lock', async () => {
    const world = given();
    const takenOver = { owner: 'arn:old', run: 'run-0', preemptedAt: null };
    const requests: unknown[] = [];
    const primaryLocks: StepWorld['primaryLocks'] = {
      ...world.primaryLocks,
      acquire: async (request) => {
        requests.push(request);
        return { key: request.key, owner: request.owner, generation: 9, takenOver };
      },
    };
    expect((await apply({ ...world, primaryLocks })).lock).toEqual({
      result: 'raised',
      generation: 9,
      detail: 'taken from run run-0',
    });
    expect(requests).toEqual([
      {
        key: 'locks/orders.json',
        run: 'run-1',
        owner: 'arn:of:run-1-deferred-fence',
        scope: 'real',
        preempt: true,
      },
    ]);
  });

  it('fails, to be called again, when the lock cannot be asked for', async () => {
    const world = given();
    const primaryLocks = { ...world.primaryLocks, acquire: () => Promise.reject(LOST) };
    await expect(apply({ ...world, primaryLocks })).rejects.toBe(LOST);
    expect(world.objects.stored()).not.toHaveProperty([OUTCOME]);
  });

  it('answers what another delivery has written first', async () => {
    const world = given();
    const [first, second] = await Promise.all([
      apply(world),
      world.clock.advance(0).then(() => apply({ ...world, objects: notYetThere(world) })),
    ]);
    expect(second).toEqual(first);
  });

  it('climbs the plan’s ladder without the gate of the writers, which a run has closed long before', async () => {
    const world = given();
    const rungs = ['stop-application-writers', 'revoke-login-and-end-sessions'] as const;
    const outcome = await apply(world, { ...REQUEST, fence: { ...fence, rungs: [...rungs] } });
    expect(outcome.databases[0]?.attempts.map(({ rung }) => rung)).toEqual([
      'revoke-login-and-end-sessions',
      'probe',
      'open-session',
    ]);
  });

  it('closes the network of the old primary for as long as it is to be fenced', async () => {
    const rungs = { rungs: ['close-network' as const], closedSecurityGroup: 'sg-0c0c0c0c', writersKey: null };
    const world = given();
    await expect(apply(world, { ...REQUEST, fence: rungs })).rejects.toMatchObject({ name: 'FencePending' });
    expect(changesOf(world)[0]).toBe('gates.admitOnly eu-north-1/orders-north sg-0c0c0c0c');
    expect(world.objects.stored()[SEEN_LAST]).toContain(
      'orders: close-network proven: sg-0c0c0c0c alone is in force, and sessions were ended: app, heartbeat; probe proven:',
    );
  });

  it('says of each database what it saw last, and of what it has fenced nothing', async () => {
    const world = given({ lostFor: 10_000 });
    const stock = { ...ORDERS, id: 'stock', primaryAddress: null, securityGroups: [] };
    const both = { ...REQUEST, databases: [...REQUEST.databases, stock] };
    await expect(apply(world, both)).rejects.toMatchObject({
      message:
        'orders-north, orders-north in eu-north-1: saw orders: RDS: saw TimeoutError; expected an answer within 4 s; orders-north: saw no address at discovery; expected an answer of its region; stock: RDS: saw TimeoutError; expected an answer within 4 s; orders-north: saw no address at discovery; expected an answer of its region; expected an old primary that answers, and is fenced',
    });
    expect(JSON.parse(world.objects.stored()[SEEN_LAST] ?? '')).toMatchObject({ schemaVersion: 1 });
  });

  it('asks again after 200 ms where a question is swallowed', async () => {
    const world = given();
    let looks = 0;
    const databases: StepWorld['databases'] = {
      ...world.databases,
      describe: (ref) => {
        if (ref.region === REPLICA.region) return world.databases.describe(ref);
        looks += 1;
        return looks === 1 ? new Promise<never>(() => {}) : world.databases.describe(ref);
      },
    };
    const outcome = await apply({ ...world, databases });
    expect(outcome.databases[0]?.answeredAt).toBe('2026-03-01T12:00:00.200000Z');
  });

  it('waits on where its replica’s control plane fails, and says with what', async () => {
    const world = given();
    const databases = { ...world.databases, describe: () => Promise.reject(new Error('AccessDenied')) };
    await expect(apply({ ...world, databases })).rejects.toMatchObject({ seen: 'orders: AccessDenied' });
    expect(changesOf(world)).toEqual([`objects.put ${SEEN_LAST}`]);
  });

  it('says that it waits for the promotion', async () => {
    await expect(apply(given({ replica: {}, status: 'RUNNING' }))).rejects.toMatchObject({
      seen: 'orders: it answers, or not; its replica is not promoted yet',
    });
  });

  it('is proven by a probe where a client had got in before', async () => {
    const ended: LoginProbe = { result: 'refused', seen: 'terminating connection' };
    const outcome = await apply(given({ openProbe: ended }));
    expect(outcome.databases).toMatchObject([{ proof: 'probe' }]);
  });

  it('gives up a call after four minutes, says what it saw, and is to be called again', async () => {
    const world = given({ lostFor: 10_000 });
    await expect(apply(world)).rejects.toMatchObject({
      name: 'FencePending',
      retryable: true,
      subject: 'orders-north in eu-north-1',
    });
    const seconds = Number(world.clock.monotonicNs()) / 1e9;
    expect(seconds).toBeGreaterThanOrEqual(240);
    expect(seconds).toBeLessThan(245);
    expect(changesOf(world)).toEqual([`objects.put ${SEEN_LAST}`]);
    expect(world.objects.stored()[SEEN_LAST]).toContain('orders: RDS: saw TimeoutError');
  });

  it('reaches the server where it stood, while the control plane of its region is still silent', async () => {
    const world = given({ lostFor: 10_000 });
    const address = { host: '10.0.0.1', port: 5432 };
    const known = { ...REQUEST, databases: [{ ...ORDERS, primaryAddress: address, securityGroups: [] }] };
    expect((await apply(world, known)).databases).toMatchObject([{ result: 'fenced' }]);
  });

  it('goes on to try while a client can still log in', async () => {
    const world = given();
    const probes: LoginProbe[] = [{ result: 'accepted', seen: 'logged in' }];
    const refused: LoginProbe = { result: 'refused', seen: 'no login' };
    const sessions = { ...world.sessions, probeLogin: async () => probes.shift() ?? refused };
    expect((await apply({ ...world, sessions })).databases).toMatchObject([{ result: 'fenced' }]);
    expect(changesOf(world).filter((line) => line.startsWith('sessions.fence'))).toHaveLength(2);
  });

  it('fences before the promotion is done, once it was asked for, and is done when it is', async () => {
    const world = given({ replica: {}, status: 'RUNNING', promotionAsked: true });
    const outcome = await apply(changing(world, { after: 60, replica: { source: null } }));
    expect(outcome.databases).toMatchObject([{ result: 'fenced' }]);
    expect(outcome.databases[0]?.fencedAt).toBe('2026-03-01T12:01:00.000000Z');
    expect(world.fencedAt).toEqual([0, 60]);
  });

  it('has its sessions open before the promotion is asked for, and fences within 50 ms of that', async () => {
    const world = given({ replica: {}, status: 'RUNNING' });
    const applied = begun(changing(world, { after: 60, replica: { source: null } }));
    await world.clock.advance(30_125);
    expect(world.journal.filter((line) => line.startsWith('sessions.keepOpen')).slice(0, 2)).toEqual([
      'sessions.keepOpen 10.0.0.1 as orders/operator',
      'sessions.keepOpen 10.0.0.1 as orders/heartbeat',
    ]);
    expect(world.fencedAt).toEqual([]);
    await world.objects.put('runs/run-1/record/PromoteReplica/0/intent.json', '{}');
    await world.clock.drive(applied);
    expect(world.fencedAt[0]).toBeLessThanOrEqual(30.175);
  });

  it('gives back what it had fenced of a run that turned back meanwhile', async () => {
    const world = given({ replica: {}, status: 'RUNNING', promotionAsked: true });
    const applied = begun(world);
    await world.clock.advance(10_000);
    expect(world.fencedAt).toEqual([0]);
    await world.objects.put(RETURN_INTENT, '{}');
    await world.clock.advance(10_000);
    expect(changesOf(world).filter((line) => line.startsWith('sessions.admit'))).toEqual([]);
    const returned = recordOf({ returned: 'lifted' });
    await Promise.all(Object.entries(returned).map(([key, text]) => world.objects.put(key, text)));
    expect((await world.clock.drive(applied)).databases).toMatchObject([
      {
        result: 'not-needed',
        detail:
          'nothing was promoted in its place: run run-1 turned back; it had been fenced by then, and its clients may log in again',
      },
    ]);
    expect(changesOf(world).filter((line) => line.startsWith('sessions.'))).toEqual([
      'sessions.fence 10.0.0.1 as orders/operator: app, heartbeat',
      'sessions.admit 10.0.0.1 as orders/operator: app, heartbeat',
    ]);
  });

  it('gives back what a delivery before it had fenced, unless another run holds the plan', async () => {
    const turned = { replica: {}, promotionAsked: true, returned: 'lifted' } as const;
    const early = { 'runs/run-1/deferred-fence/early/orders.json': '{}' };
    const world = given(turned, early);
    await apply(world);
    expect(changesOf(world)).toContain('sessions.admit 10.0.0.1 as orders/operator: app, heartbeat');
    const others = given(turned, early);
    const holder = async () => ({
      key: 'locks/orders.json',
      owner: 'arn:run-9',
      generation: 9,
      run: 'run-9',
    });
    const locks = { ...others.locks, holder };
    expect((await apply({ ...others, locks })).databases).toMatchObject([{ result: 'not-needed' }]);
    expect(changesOf(others).filter((line) => line.startsWith('sessions.'))).toEqual([]);
  });

  it('fences nothing while the run is about to give the old primary back', async () => {
    const world = given({ replica: {}, status: 'RUNNING', promotionAsked: true }, { [RETURN_INTENT]: '{}' });
    await expect(apply(world)).rejects.toMatchObject({ name: 'FencePending' });
    expect(world.fencedAt).toEqual([]);
  });

  it('leaves a region alone that comes back before the promotion was asked for', async () => {
    const world = given({ replica: {}, status: 'RUNNING' });
    await expect(apply(world)).rejects.toMatchObject({ name: 'FencePending' });
    expect(changesOf(world)).toEqual([`objects.put ${SEEN_LAST}`]);
  });

  it.each([
    ['has ended and may be resumed', { replica: {}, status: 'ABORTED', promotionAsked: true }],
    [
      'has left a replica that has not come to rest',
      { replica: { status: 'modifying' }, status: 'FAILED', sealed: true, promotionAsked: true },
    ],
    ['nobody knows of', { replica: {}, status: null, sealed: true }],
  ] satisfies [string, Given][])('waits for the end of a run that %s', async (_, seen) => {
    const world = given(seen);
    await expect(apply(world)).rejects.toMatchObject({ name: 'FencePending' });
    expect(changesOf(world).filter((line) => line.startsWith('sessions.'))).toEqual([]);
  });

  it('fences no server that was made a replica in its name, also while its control plane is silent', async () => {
    const world = given({ lostFor: 10_000 });
    const sessions = { ...world.sessions, inRecovery: async () => true };
    const address = { host: '10.0.0.1', port: 5432 };
    const known = { ...REQUEST, databases: [{ ...ORDERS, primaryAddress: address, securityGroups: [] }] };
    expect((await apply({ ...world, sessions }, known)).databases).toMatchObject([
      { result: 'not-needed', detail: 'it is a replica now, which takes no writes' },
    ]);
    expect(changesOf(world).filter((line) => line.startsWith('sessions.'))).toEqual([]);
  });

  it.each([
    [
      'ended without a promotion',
      { replica: {}, status: 'FAILED', sealed: true },
      'run run-1 ended as FAILED, and nothing is promoted in place of orders-north',
    ],
    [
      'asked for a promotion that never came about',
      { replica: {}, status: 'FAILED', sealed: true, promotionAsked: true },
      'run run-1 ended as FAILED, and nothing is promoted in place of orders-north',
    ],
    [
      'gave the old primary back',
      { replica: {}, promotionAsked: true, returned: 'lifted' },
      'nothing was promoted in its place: run run-1 turned back',
    ],
    [
      'made it a replica since',
      { primary: { source: 'orders-west' } },
      'it is a replica now, which takes no writes',
    ],
  ] satisfies [string, Given, string][])('fences nothing of a run that %s', async (_, seen, why) => {
    const world = given(seen);
    expect((await apply(world)).databases).toMatchObject([
      { result: 'not-needed', proof: 'none', detail: why },
    ]);
    expect(changesOf(world).filter((line) => line.startsWith('sessions.'))).toEqual([]);
  });

  it('leaves a lock alone that the run took itself, and says whose it is where another has it', async () => {
    const taken = given();
    expect((await apply(taken, { ...REQUEST, lockNotTaken: false })).lock.result).toBe('taken-before');
    expect(changesOf(taken).filter((line) => line.startsWith('primaryLocks.'))).toEqual([]);
    const world = given();
    const held = new LockHeld({ subject: 'locks/orders.json', seen: 'run run-9', limit: 'free' });
    const primaryLocks = { ...world.primaryLocks, acquire: () => Promise.reject(held) };
    expect((await apply({ ...world, primaryLocks })).lock).toMatchObject({
      result: 'held',
      detail: held.message,
    });
  });
});
