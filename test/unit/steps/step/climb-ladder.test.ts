import { describe, expect, it } from 'vitest';
import { InstanceRefused, RegionUnreachable } from '../../../../lib/domain/failure.ts';
import { provenBy } from '../../../../lib/domain/fence/proof.ts';
import type { FenceRung } from '../../../../lib/domain/fence/rung.ts';
import type { LoginProbe } from '../../../../lib/ports/database-logins.ts';
import { climbLadder, type Ladder } from '../../../../lib/steps/step/climb-ladder.ts';
import { PRIMARY } from '../../../fakes/fake-databases.ts';
import { makeFakeClients } from '../../../fakes/fake-fence.ts';
import { makeFakeSessions } from '../../../fakes/fake-sessions.ts';
import { ORDERS } from '../../../fakes/run-input.ts';
import { makeStepWorld, type StepWorld } from '../../../fakes/step-world.ts';

const CLOSED = 'sg-0c0c0c0c';
const SILENT: LoginProbe = { result: 'unreachable', seen: 'no answer' };
const LOST = new RegionUnreachable({ subject: 'RDS', seen: 'TimeoutError', limit: 'an answer within 5 s' });
const HAS_REPLICA = new InstanceRefused({
  subject: 'orders-north',
  seen: 'Cannot stop or start a Read-Replica Source instance',
  limit: 'a change that RDS accepts',
});

const located = {
  ...ORDERS,
  primaryAddress: { host: '10.0.0.1', port: 5432 },
  replicaAddress: { host: '10.1.0.1', port: 5432 },
  securityGroups: ['sg-0a0a0a0a'],
};

function ladder(rungs: readonly FenceRung[], overrides: Partial<Ladder> = {}): Ladder {
  return {
    database: located,
    rungs,
    closedSecurityGroup: CLOSED,
    deadlineMs: 3_000,
    closeWriters: async () => '"closed"',
    stillOwner: async () => undefined,
    ...overrides,
  };
}

/** A network that lets nobody in any more, and a server that ends sessions in its own words. */
function silent(world: StepWorld): StepWorld {
  return { ...world, sessions: makeFakeSessions(world.journal, { probe: SILENT }) };
}

async function climbed(world: StepWorld, given: Ladder) {
  const attempts = await world.clock.drive(climbLadder(world, given));
  return { attempts, by: provenBy(attempts), ofRung: attempts[0] };
}

describe('close-network', () => {
  const network = ladder(['close-network']);

  it('goes inside first, closes the door, ends who is in, and is proven by silence and an ended session', async () => {
    const world = silent(makeStepWorld());
    const { attempts, by } = await climbed(world, network);
    expect(by).toBe('close-network');
    expect(attempts).toEqual([
      {
        rung: 'close-network',
        result: 'proven',
        detail: 'sg-0c0c0c0c alone is in force, and sessions were ended: app, heartbeat',
        seconds: 0,
      },
      { rung: 'probe', result: 'unreachable', detail: 'no answer', seconds: 0 },
      {
        rung: 'open-session',
        result: 'proven',
        detail: 'terminating connection due to administrator command',
        seconds: 0,
      },
    ]);
    expect(world.journal).toEqual([
      'sessions.keepOpen 10.0.0.1 as orders/operator',
      'gates.admitOnly eu-north-1/orders-north sg-0c0c0c0c',
      'gates.groups eu-north-1/orders-north',
      'clients.standing 10.0.0.1 as orders/operator: app, heartbeat',
      'clients.end 10.0.0.1 as orders/operator: app, heartbeat',
      'sessions.probeLogin 10.0.0.1 as orders/heartbeat within 1000 ms',
      'sessions.probeOpen 10.0.0.1 as orders/heartbeat within 1000 ms',
    ]);
  });

  it.each([
    ['a new connection gets in', { probe: { result: 'accepted', seen: 'logged in' } as const }],
    [
      'a session of before goes on',
      { openProbe: { result: 'accepted', seen: 'ran' } as const, probe: SILENT },
    ],
    ['no session was open before', { openProbe: SILENT, probe: SILENT }],
  ])('proves nothing while %s', async (_, servers) => {
    const world = makeStepWorld();
    const sessions = makeFakeSessions(world.journal, servers);
    expect((await climbed({ ...world, sessions }, network)).by).toBeNull();
  });

  it('is unproven while the change is asked for and not in force', async () => {
    const world = silent(makeStepWorld());
    const gates = {
      ...world.gates,
      groups: async () => ({ groups: ['sg-0a0a0a0a', CLOSED], inForce: false }),
    };
    const { ofRung, by } = await climbed({ ...world, gates }, network);
    expect(ofRung).toEqual({
      rung: 'close-network',
      result: 'unproven',
      detail: 'asked for sg-0c0c0c0c alone, which is not in force yet',
      seconds: 3,
    });
    expect(by).toBeNull();
  });

  it('takes a list of no groups for no closed network, and ends nobody', async () => {
    const world = silent(makeStepWorld());
    const gates = { ...world.gates, groups: async () => ({ groups: [], inForce: true }) };
    const { ofRung, by } = await climbed({ ...world, gates }, network);
    expect(by).toBeNull();
    expect(ofRung?.result).toBe('unproven');
    expect(world.journal.filter((line) => line.startsWith('clients.end'))).toEqual([]);
  });

  it('ends whoever else is inside, but RDS itself: nobody can come in again', async () => {
    const world = silent(makeStepWorld());
    const others = ['rdsrepladmin', 'etl_loader'].map((name) => ({ name, canLogin: true, sessions: 1 }));
    const clients = makeFakeClients(world.journal, { withoutLogin: [], sessions: 2, others });
    const { ofRung, by } = await climbed({ ...world, clients }, network);
    expect(by).toBe('close-network');
    expect(ofRung?.detail).toBe(
      'sg-0c0c0c0c alone is in force, and sessions were ended: app, heartbeat, etl_loader',
    );
    expect(world.journal).toContain('clients.end 10.0.0.1 as orders/operator: app, heartbeat, etl_loader');
  });

  it('is unproven when sessions of before cannot be ended', async () => {
    const world = silent(makeStepWorld());
    const clients = { ...world.clients, end: () => Promise.reject(new Error('2 sessions of app')) };
    const { ofRung, by } = await climbed({ ...world, clients }, network);
    expect(ofRung).toMatchObject({
      result: 'unproven',
      detail: 'sg-0c0c0c0c alone is in force; sessions of before could not be ended: 2 sessions of app',
    });
    expect(by).toBeNull();
  });

  it.each([
    ['unreachable', LOST],
    ['failed', new InstanceRefused({ subject: 'orders-north', seen: 'modifying', limit: 'available' })],
  ] as const)('is %s when its call is', async (result, error) => {
    const world = silent(makeStepWorld());
    const gates = { ...world.gates, admitOnly: () => Promise.reject(error) };
    const { ofRung, by } = await climbed({ ...world, gates }, network);
    expect(ofRung).toEqual({ rung: 'close-network', result, detail: error.message, seconds: 0 });
    expect(by).toBeNull();
  });

  it('is unreachable when nothing answers within the deadline', async () => {
    const world = silent(makeStepWorld());
    const gates = { ...world.gates, admitOnly: () => new Promise<never>(() => {}) };
    const { ofRung } = await climbed({ ...world, gates }, network);
    expect(ofRung).toMatchObject({ result: 'unreachable', detail: 'no answer within 3 s', seconds: 3 });
  });

  it('waits no longer than half its time for a way inside', async () => {
    const world = silent(makeStepWorld());
    const sessions = { ...world.sessions, keepOpen: () => new Promise<never>(() => {}) };
    const { ofRung } = await climbed({ ...world, sessions }, network);
    expect(ofRung).toMatchObject({ result: 'proven', seconds: 1.5 });
  });

  it('changes nothing for a run that was superseded while it looked for a way inside', async () => {
    const world = makeStepWorld();
    const stillOwner = () => Promise.reject(new Error('a later generation holds the lock'));
    const { ofRung } = await climbed(world, ladder(['close-network', 'stop-instance'], { stillOwner }));
    expect(ofRung).toMatchObject({ result: 'failed', detail: 'a later generation holds the lock' });
    expect(world.journal.filter((line) => line.startsWith('gates.'))).toEqual([]);
  });
});

describe('stop-instance', () => {
  const stop = ladder(['stop-instance']);
  const withStatus = (world: StepWorld, statuses: string[]): StepWorld => {
    const last = statuses.at(-1) ?? 'available';
    const describeInstance = async () => ({ ...PRIMARY, status: statuses.shift() ?? last });
    return { ...world, databases: { ...world.databases, describe: describeInstance } };
  };

  it('is proven by the status, a session that the server ended, and no way in', async () => {
    const world = withStatus(silent(makeStepWorld()), ['stopping', 'stopping', 'stopped']);
    const { ofRung, by } = await climbed(world, stop);
    expect(ofRung).toEqual({
      rung: 'stop-instance',
      result: 'proven',
      detail: 'its status is stopped',
      seconds: 0.2,
    });
    expect(by).toBe('stop-instance');
  });

  it('is unproven while it is stopping', async () => {
    const world = withStatus(silent(makeStepWorld()), ['stopping']);
    const { ofRung, by } = await climbed(world, stop);
    expect(ofRung).toEqual({
      rung: 'stop-instance',
      result: 'unproven',
      detail: 'asked to stop; it was not seen to have stopped',
      seconds: 3,
    });
    expect(by).toBeNull();
  });

  it('does not ask again after its deadline, nor for another reason than that it is busy', async () => {
    const world = withStatus(makeStepWorld(), ['modifying']);
    let asked = 0;
    const refusing = (error: Error) => ({
      ...world.gates,
      stop: () => {
        asked += 1;
        return Promise.reject(error);
      },
    });
    const late = await climbed({ ...world, gates: refusing(HAS_REPLICA) }, { ...stop, deadlineMs: 1 });
    expect(late.ofRung).toMatchObject({ result: 'failed', detail: HAS_REPLICA.message });
    const other = await climbed({ ...world, gates: refusing(new Error('denied')) }, stop);
    expect(other.ofRung).toMatchObject({ result: 'failed', detail: 'denied' });
    expect(asked).toBe(2);
  });

  it('is not asked for by a run that was superseded', async () => {
    const world = makeStepWorld();
    const stillOwner = () => Promise.reject(new Error('a later generation holds the lock'));
    const { ofRung } = await climbed(world, { ...stop, stillOwner });
    expect(ofRung).toMatchObject({ result: 'failed', detail: 'a later generation holds the lock' });
    expect(world.journal.filter((line) => line.startsWith('gates.'))).toEqual([]);
  });

  it('is not asked for once its deadline has passed, whatever it had to wait for', async () => {
    const world = makeStepWorld();
    const stillOwner = () => world.clock.sleep(4_000);
    await climbed(world, ladder(['close-network', 'stop-instance'], { stillOwner }));
    await world.clock.drive(world.clock.sleep(2_000));
    expect(world.journal.filter((line) => line.startsWith('gates.'))).toEqual([]);
    const inTime = { stillOwner: () => world.clock.sleep(2_000) };
    await climbed(world, ladder(['close-network', 'stop-instance'], inTime));
    expect(world.journal.filter((line) => /^gates.(stop|admitOnly)/.test(line))).toHaveLength(2);
  });

  it('fails with the words of RDS on an instance that has a replica, and asks no second time', async () => {
    const world = makeStepWorld();
    let asked = 0;
    const refusing = () => {
      asked += 1;
      return Promise.reject(HAS_REPLICA);
    };
    const { ofRung } = await climbed({ ...world, gates: { ...world.gates, stop: refusing } }, stop);
    expect(ofRung).toMatchObject({ result: 'failed', detail: HAS_REPLICA.message });
    expect(asked).toBe(1);
  });

  it('asks again while another rung is at work on the instance', async () => {
    const before = withStatus(silent(makeStepWorld()), ['modifying', 'stopped']);
    const answers: Promise<void>[] = [Promise.resolve()];
    const gates = { ...before.gates, stop: () => answers.shift() ?? Promise.reject(HAS_REPLICA) };
    answers.unshift(Promise.reject(HAS_REPLICA));
    expect((await climbed({ ...before, gates }, stop)).ofRung).toMatchObject({
      result: 'proven',
      seconds: 0.1,
    });
  });
});

describe('stop-application-writers', () => {
  const writers = ladder(['stop-application-writers']);
  const counting = (world: StepWorld, rows: (seconds: number) => number): StepWorld => {
    const rowsWritten = async () => rows(Number(world.clock.monotonicNs()) / 1e9);
    return { ...world, clients: { ...world.clients, rowsWritten } };
  };

  it('is proven when no row is written for longer than the counters lag, and fences nobody', async () => {
    const { ofRung, by } = await climbed(
      counting(makeStepWorld(), (seconds) => (seconds < 0.45 ? seconds * 10 : 99)),
      { ...writers, deadlineMs: 20_000 },
    );
    expect(ofRung).toMatchObject({
      result: 'proven',
      detail: 'the gate is closed, and no row was written for 11 s',
      seconds: 11.5,
    });
    expect(by).toBeNull();
  });

  it('is unproven by a quiet that is shorter than the counters may lag', async () => {
    const { ofRung } = await climbed(makeStepWorld(), writers);
    expect(ofRung).toMatchObject({ result: 'unproven', seconds: 3 });
  });

  it('is refuted by rows that go on', async () => {
    const { ofRung } = await climbed(
      counting(makeStepWorld(), (seconds) => Math.round(seconds * 10)),
      writers,
    );
    expect(ofRung).toMatchObject({
      result: 'refuted',
      detail: '1 more rows were written after the gate was closed',
      seconds: 3,
    });
  });

  it('is unproven where nobody can look', async () => {
    const lost = { ...located, primaryAddress: null };
    const { ofRung, attempts } = await climbed(makeStepWorld(), { ...writers, database: lost });
    expect(ofRung).toMatchObject({
      result: 'unproven',
      detail: 'the gate is closed; its region did not answer at discovery',
    });
    expect(attempts).toHaveLength(1);
  });
});

describe('the ladder', () => {
  it('starts all rungs together, and waits for none once the fence is proven', async () => {
    const world = makeStepWorld();
    const gates = { ...world.gates, groups: async () => ({ groups: ['sg-0a0a0a0a'], inForce: false }) };
    const all = ladder([
      'stop-instance',
      'close-network',
      'revoke-login-and-end-sessions',
      'stop-application-writers',
    ]);
    const { attempts, by } = await climbed({ ...world, gates }, all);
    expect(by).toBe('revoke-login-and-end-sessions');
    expect(attempts.map(({ rung, result, seconds }) => [rung, result, seconds])).toEqual([
      ['stop-application-writers', 'unproven', 0],
      ['revoke-login-and-end-sessions', 'proven', 0],
      ['close-network', 'unproven', 0],
      ['stop-instance', 'unproven', 0],
      ['probe', 'proven', 0],
      ['open-session', 'proven', 0],
    ]);
  });

  it('leaves a probe that a closed network keeps waiting, once the fence is proven by that network', async () => {
    const world = silent(makeStepWorld());
    const sessions: typeof world.sessions = {
      ...world.sessions,
      probeLogin: async (_, limitMs) => {
        await world.clock.sleep(limitMs);
        return SILENT;
      },
    };
    const { attempts, by } = await climbed(
      { ...world, sessions },
      ladder(['revoke-login-and-end-sessions', 'close-network'], { deadlineMs: 30_000 }),
    );
    expect(by).toBe('close-network');
    expect(attempts.find(({ rung }) => rung === 'probe')).toMatchObject({
      result: 'unreachable',
      seconds: 1,
    });
    expect(Number(world.clock.monotonicNs()) / 1e9).toBe(1);
  });

  it('shares one deadline: what is left of it is what its calls and its probes get', async () => {
    const world = makeStepWorld();
    const limits: number[] = [];
    const sessions: StepWorld['sessions'] = {
      ...world.sessions,
      fence: async (_, withoutLogin, limitMs) => {
        limits.push(limitMs);
        await world.clock.sleep(500);
        return { withoutLogin, sessions: 0, others: [] };
      },
      probeLogin: async (_, limitMs) => {
        limits.push(limitMs);
        return { result: 'refused', seen: 'no login' };
      },
      probeOpen: async (_, limitMs) => {
        limits.push(limitMs);
        return { result: 'refused', seen: 'ended' };
      },
    };
    const { attempts } = await climbed({ ...world, sessions }, ladder(['revoke-login-and-end-sessions']));
    expect(limits).toEqual([3_000, 2_500, 2_500]);
    expect(attempts.map(({ seconds }) => seconds)).toEqual([0.5, 0.5, 0.5]);
  });

  it('is not probed where nothing has changed, but once at its end', async () => {
    const world = makeStepWorld();
    const gates = {
      ...world.gates,
      stop: () => Promise.reject(LOST),
      admitOnly: () => Promise.reject(LOST),
    };
    const { attempts } = await climbed({ ...world, gates }, ladder(['close-network', 'stop-instance']));
    expect(attempts.map(({ rung, result }) => [rung, result])).toEqual([
      ['close-network', 'unreachable'],
      ['stop-instance', 'unreachable'],
      ['probe', 'proven'],
      ['open-session', 'proven'],
    ]);
    expect(world.journal.filter((line) => line.startsWith('sessions.probe'))).toEqual([
      'sessions.probeLogin 10.0.0.1 as orders/heartbeat within 1000 ms',
      'sessions.probeOpen 10.0.0.1 as orders/heartbeat within 1000 ms',
    ]);
  });

  it('answers the probes that prove it, and the last ones where none does', async () => {
    const world = makeStepWorld();
    const answers: LoginProbe[] = [
      { result: 'accepted', seen: 'first' },
      { result: 'accepted', seen: 'second' },
    ];
    const sessions = {
      ...world.sessions,
      fence: async () => ({ withoutLogin: ['app'], sessions: 0, others: [] }),
      probeLogin: async () => answers.shift() ?? { result: 'accepted' as const, seen: 'third' },
    };
    const both = ladder(['revoke-login-and-end-sessions', 'close-network']);
    const { attempts, by } = await climbed({ ...world, sessions }, both);
    expect(by).toBeNull();
    expect(attempts.map(({ rung, detail }) => [rung, detail])).toEqual([
      ['revoke-login-and-end-sessions', 'login left: heartbeat'],
      ['close-network', 'sg-0c0c0c0c alone is in force, and sessions were ended: app, heartbeat'],
      ['probe', 'second'],
      ['open-session', 'terminating connection due to administrator command'],
    ]);
  });

  it('has nobody to talk to where the address is not known: what needs none is tried all the same', async () => {
    const world = makeStepWorld();
    const lost = { ...located, primaryAddress: null };
    const rungs = ladder(['revoke-login-and-end-sessions', 'close-network', 'stop-instance'], {
      database: lost,
    });
    const stopped = async () => ({ ...PRIMARY, status: 'stopped' });
    const { attempts, by } = await climbed(
      { ...world, databases: { ...world.databases, describe: stopped } },
      rungs,
    );
    expect(by).toBeNull();
    expect(attempts.map(({ rung, result, detail }) => `${rung} ${result}: ${detail}`)).toEqual([
      'revoke-login-and-end-sessions unreachable: its region did not answer at discovery',
      'close-network unproven: sg-0c0c0c0c alone is in force; its region did not answer at discovery',
      'stop-instance proven: its status is stopped',
    ]);
  });

  it('says what a plan has not: a gate for its writers, a group that is closed', async () => {
    const none = ladder(['stop-application-writers', 'close-network'], {
      closeWriters: null,
      closedSecurityGroup: null,
    });
    const world = makeStepWorld();
    const { attempts } = await climbed(world, none);
    expect(attempts.slice(0, 2)).toEqual([
      {
        rung: 'stop-application-writers',
        result: 'failed',
        detail: 'the run has no gate for its writers',
        seconds: 0,
      },
      {
        rung: 'close-network',
        result: 'failed',
        detail: 'the plan names no security group that is closed',
        seconds: 0,
      },
    ]);
    expect(world.journal.filter((line) => line.startsWith('gates.'))).toEqual([]);
  });

  it('goes on without a way inside that is refused', async () => {
    const world = silent(makeStepWorld());
    const sessions = { ...world.sessions, keepOpen: () => Promise.reject(new Error('refused')) };
    const { by } = await climbed({ ...world, sessions }, ladder(['close-network']));
    expect(by).toBe('close-network');
  });

  it('is climbed past a rung that fails', async () => {
    const world = silent(makeStepWorld());
    const sessions = { ...world.sessions, fence: () => Promise.reject(new Error('permission denied')) };
    const both = ladder(['revoke-login-and-end-sessions', 'close-network']);
    const { attempts, by } = await climbed({ ...world, sessions }, both);
    expect(attempts[0]).toMatchObject({ result: 'failed', detail: 'permission denied' });
    expect(by).toBe('close-network');
  });
});
