import { describe, expect, it } from 'vitest';
import { InstanceRefused } from '../../../../lib/domain/failure.ts';
import type { FenceRung } from '../../../../lib/domain/fence/rung.ts';
import { liftFence } from '../../../../lib/steps/step/lift-fence.ts';
import { PRIMARY } from '../../../fakes/fake-databases.ts';
import { makeFakeGates } from '../../../fakes/fake-fence.ts';
import { ORDERS } from '../../../fakes/run-input.ts';
import { changesOf, makeStepWorld, type StepWorld } from '../../../fakes/step-world.ts';

const CLOSED = 'sg-0c0c0c0c';
const LOCATED = {
  ...ORDERS,
  primaryAddress: { host: '10.0.0.1', port: 5432 },
  replicaAddress: { host: '10.1.0.1', port: 5432 },
  securityGroups: ['sg-0a0a0a0a', 'sg-0b0b0b0b'],
};
const ADMIT = 'sessions.admit 10.0.0.1 as orders/operator: app, heartbeat';
const START = 'gates.start eu-north-1/orders-north';
const OPEN = 'gates.admitOnly eu-north-1/orders-north sg-0a0a0a0a, sg-0b0b0b0b';
const LIMIT = 'login given back to its clients, since nothing was promoted';
const ALL =
  'login, and all else that the fence had changed, given back to its clients, since nothing was promoted';

interface Given {
  readonly rungs?: readonly FenceRung[];
  readonly database?: Partial<typeof LOCATED> | { readonly primaryAddress: null };
  readonly stillOwner?: () => Promise<void>;
  readonly mayComeYet?: boolean;
}

async function lifted(world: StepWorld, given: Given = {}) {
  const { rungs = [], database = {}, stillOwner, mayComeYet = false } = given;
  await world.clock.drive(
    liftFence(world, {
      database: { ...LOCATED, ...database },
      fence: { rungs: [...rungs], closedSecurityGroup: CLOSED, writersKey: null },
      mayComeYet,
      until: world.clock.now() + 60e6,
      stillOwner: stillOwner ?? (async () => void world.journal.push('still owner')),
    }),
  );
  return world.journal.filter((line) => line === 'still owner' || changesOf(world).includes(line));
}

function withStatuses(...statuses: readonly string[]): StepWorld {
  const world = makeStepWorld();
  const left = [...statuses];
  const describeInstance = async () => ({
    ...PRIMARY,
    status: (left.length > 1 ? left.shift() : left[0]) ?? 'available',
  });
  return { ...world, databases: { ...world.databases, describe: describeInstance } };
}

const seconds = (world: StepWorld) => Number(world.clock.monotonicNs()) / 1e9;

describe('a fence that is lifted', () => {
  it('gives login back to every client, and asks nothing of what the plan’s ladder has not', async () => {
    const world = makeStepWorld();
    expect(await lifted(world, { rungs: ['revoke-login-and-end-sessions'] })).toEqual([ADMIT]);
    expect(world.journal).toEqual([ADMIT]);
  });

  it('names the clients that are still without login', async () => {
    const world = makeStepWorld();
    const sessions = { ...world.sessions, admit: async () => ['app'] };
    await expect(lifted({ ...world, sessions })).rejects.toMatchObject({
      name: 'CleanUpIncomplete',
      message: `orders-north: saw still without login: heartbeat; expected ${LIMIT}`,
    });
  });

  it('says what the server said when it cannot give login back', async () => {
    const world = makeStepWorld();
    const cause = new Error('the database system is starting up');
    const sessions = { ...world.sessions, admit: () => Promise.reject(cause) };
    const rungs = ['revoke-login-and-end-sessions', 'stop-application-writers'] as const;
    await expect(lifted({ ...world, sessions }, { rungs })).rejects.toMatchObject({
      message: `orders-north: saw the database system is starting up; expected ${ALL}`,
      cause,
    });
  });

  it('cannot be lifted where the address is not known', async () => {
    await expect(lifted(makeStepWorld(), { database: { primaryAddress: null } })).rejects.toMatchObject({
      message: `orders-north: saw its address is not known; expected ${LIMIT}`,
    });
  });
});

describe('an instance that was stopped', () => {
  const rungs = ['stop-instance'] as const;

  it('is started once it has stopped, and clients get in when it runs', async () => {
    const world = withStatuses('stopping', 'stopping', 'stopped', 'starting', 'available');
    expect(await lifted(world, { rungs })).toEqual(['still owner', START, 'still owner', ADMIT]);
    expect(seconds(world)).toBe(4);
  });

  it('is left alone where it runs', async () => {
    const world = withStatuses('available');
    expect(await lifted(world, { rungs })).toEqual(['still owner', ADMIT]);
    expect(seconds(world)).toBe(0);
  });

  it('is waited for, and not started twice, where it is starting', async () => {
    const world = withStatuses('starting', 'starting', 'available');
    expect(await lifted(world, { rungs })).toEqual(['still owner', ADMIT]);
  });

  it('is not started by a run that was superseded', async () => {
    const world = withStatuses('stopped');
    const stillOwner = () => Promise.reject(new Error('a later generation holds the lock'));
    await expect(lifted(world, { rungs, stillOwner })).rejects.toThrow('a later generation holds the lock');
    expect(changesOf(world)).toEqual([]);
  });

  it('is watched for as long as the call may take, and then by the next call', async () => {
    const world = withStatuses('stopped', 'starting');
    await expect(lifted(world, { rungs })).rejects.toMatchObject({
      name: 'FenceNotLifted',
      message: `orders-north: saw status starting; expected ${LIMIT}`,
    });
    expect(seconds(world)).toBe(60);
    expect(changesOf(world)).toEqual([START]);
  });

  it('is asked for again where RDS refuses to start it', async () => {
    const world = withStatuses('stopped', 'stopped', 'starting', 'available');
    const refused = new InstanceRefused({ subject: 's', seen: 'another change is under way', limit: 'l' });
    const answers = [() => Promise.reject(refused)];
    const start: StepWorld['gates']['start'] = async (ref) =>
      (answers.shift() ?? (() => world.gates.start(ref)))();
    const gates = { ...world.gates, start };
    expect(await lifted({ ...world, gates }, { rungs })).toContain(START);
    const never = { ...world.gates, start: () => Promise.reject(refused) };
    await expect(lifted({ ...withStatuses('stopped'), gates: never }, { rungs })).rejects.toMatchObject({
      message: `orders-north: saw status stopped, and refused to change it: another change is under way; expected ${LIMIT}`,
    });
    const broken = { ...world.gates, start: () => Promise.reject(new Error('no answer')) };
    await expect(lifted({ ...withStatuses('stopped'), gates: broken }, { rungs })).rejects.toThrow(
      'no answer',
    );
  });

  it('is watched for a minute, and waited for as what may come yet, where its caller says nothing of it', async () => {
    const lift = (world: StepWorld) =>
      world.clock.drive(
        liftFence(world, {
          database: LOCATED,
          fence: { rungs: [...rungs], closedSecurityGroup: null, writersKey: null },
          stillOwner: async () => undefined,
        }),
      );
    const runs = withStatuses('available');
    await lift(runs);
    expect(seconds(runs)).toBe(10);
    const starts = withStatuses('starting');
    await expect(lift(starts)).rejects.toMatchObject({ name: 'FenceNotLifted' });
    expect(seconds(starts)).toBe(60);
  });

  it('is started again when the stop lands after everything was seen to be as it was', async () => {
    const world = withStatuses('available', 'available', 'available', 'stopping', 'stopped', 'available');
    expect(await lifted(world, { rungs, mayComeYet: true })).toEqual([
      'still owner',
      START,
      'still owner',
      ADMIT,
    ]);
    expect(seconds(world), 'as it was for ten seconds from then on').toBe(15);
  });
});

describe('a network that was closed', () => {
  const rungs = ['close-network'] as const;
  const withGates = (gates: Partial<StepWorld['gates']>, before = [CLOSED]): StepWorld => {
    const world = makeStepWorld();
    return { ...world, gates: { ...makeFakeGates(world.journal, before), ...gates } };
  };

  it('is opened as discovery has found it', async () => {
    expect(await lifted(withGates({}), { rungs })).toEqual(['still owner', OPEN, 'still owner', ADMIT]);
  });

  it.each([['sg-0a0a0a0a'], [CLOSED, 'sg-0a0a0a0a']])(
    'is left alone where it lets somebody in: %s',
    async (...before) => {
      expect(await lifted(withGates({}, before), { rungs })).toEqual(['still owner', ADMIT]);
    },
  );

  it('is waited for, and not asked for twice, where it is being opened', async () => {
    const world = makeStepWorld();
    const looks = [
      { groups: ['sg-0a0a0a0a'], inForce: false },
      { groups: ['sg-0a0a0a0a'], inForce: true },
      { groups: ['sg-0b0b0b0b', 'sg-0a0a0a0a'], inForce: false },
      { groups: ['sg-0b0b0b0b', 'sg-0a0a0a0a'], inForce: true },
    ];
    const groups = async () => looks.shift() ?? { groups: [], inForce: false };
    const ports = { ...world, gates: { ...world.gates, groups } };
    expect(await lifted(ports, { rungs })).toEqual(['still owner', ADMIT]);
    expect(looks).toEqual([]);
    expect(seconds(world)).toBe(3);
  });

  it('cannot be opened where nobody knows how it was', async () => {
    const world = withGates({});
    await expect(lifted(world, { rungs, database: { securityGroups: [] } })).rejects.toMatchObject({
      name: 'CleanUpIncomplete',
      message: `orders-north: saw the security groups of before are not on record; expected ${LIMIT}`,
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('is not opened by a run that was superseded', async () => {
    const world = withGates({});
    const stillOwner = () => Promise.reject(new Error('a later generation holds the lock'));
    await expect(lifted(world, { rungs, stillOwner })).rejects.toThrow('a later generation holds the lock');
    expect(changesOf(world)).toEqual([]);
  });

  it('is watched for as long as the call may take, and then by the next call', async () => {
    const world = withGates({ groups: async () => ({ groups: [CLOSED, 'sg-0a0a0a0a'], inForce: false }) });
    await expect(lifted(world, { rungs })).rejects.toMatchObject({
      name: 'FenceNotLifted',
      message: `orders-north: saw security groups ${CLOSED}, sg-0a0a0a0a that are not in force yet; expected ${LIMIT}`,
    });
    expect(seconds(world)).toBe(60);
    expect(changesOf(world)).toEqual([]);
  });

  it('is opened again when the closing lands after it was seen open, and is not taken for open before that', async () => {
    const world = withGates({}, ['sg-0a0a0a0a', 'sg-0b0b0b0b']);
    void world.clock.sleep(7_000).then(() => world.gates.admitOnly(LOCATED.primary, [CLOSED]));
    expect(await lifted(world, { rungs, mayComeYet: true })).toEqual([
      `gates.admitOnly eu-north-1/orders-north ${CLOSED}`,
      'still owner',
      OPEN,
      'still owner',
      ADMIT,
    ]);
    expect(seconds(world)).toBe(18);
  });

  it('is left to the next call while what was asked for may come yet', async () => {
    const world = withGates({}, ['sg-0a0a0a0a', 'sg-0b0b0b0b']);
    const lift = liftFence(world, {
      database: LOCATED,
      fence: { rungs: [...rungs], closedSecurityGroup: CLOSED, writersKey: null },
      mayComeYet: true,
      until: world.clock.now() + 5e6,
      stillOwner: async () => undefined,
    });
    await expect(world.clock.drive(lift)).rejects.toMatchObject({
      name: 'FenceNotLifted',
      message: `orders-north: saw a rung that was asked for and may come yet; expected ${LIMIT}`,
    });
    expect(changesOf(world)).toEqual([]);
  });
});
