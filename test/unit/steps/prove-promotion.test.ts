import { describe, expect, it, vi } from 'vitest';
import { ThrottledUnknown } from '../../../lib/domain/failure.ts';
import type { StepEntry } from '../../../lib/domain/record/entry.ts';
import type { ServerState } from '../../../lib/ports/database-servers.ts';
import type { InstanceRef } from '../../../lib/ports/databases.ts';
import { makeProvePromotion } from '../../../lib/steps/prove-promotion.ts';
import { makeFakeDatabases, PRIMARY, REPLICA } from '../../fakes/fake-databases.ts';
import { makeFakeSessions, PROMOTED, STREAMING } from '../../fakes/fake-sessions.ts';
import { decided } from '../../fakes/decided.ts';
import { realEvent } from '../../fakes/real-event.ts';
import { LEDGER, ORDERS, runInput } from '../../fakes/run-input.ts';
import { SEEN, stepEvent } from '../../fakes/step-event.ts';
import {
  allChangesOf,
  changesOf,
  makeStepWorld,
  readyingOf,
  superseded,
  supersededAfter,
} from '../../fakes/step-world.ts';

const event = stepEvent('ProvePromotion', {
  PreFlight: SEEN.PreFlight,
  PromoteReplica: SEEN.PromoteReplica,
});
const ADMIT = 'sessions.admit 10.1.0.1 as orders/operator: app, heartbeat';
const WRITE = 'sessions.writeProof 10.1.0.1 as orders/operator of run-1';
const STATE = 'sessions.state 10.1.0.1 as orders/operator';
const DESCRIBE = 'databases.describe eu-west-1/orders-west';

function promotedWorld(state: ServerState = PROMOTED, source: string | null = null) {
  const world = makeStepWorld();
  return {
    ...world,
    sessions: makeFakeSessions(world.journal, { states: { '10.1.0.1': state } }),
    databases: makeFakeDatabases(world.journal, [PRIMARY, { ...REPLICA, source }]),
  };
}

/** The failure's words after ten seconds: what the last look saw, and when it began, for the judge of the waiting. */
function pendingAfter(seen: string) {
  const looked = '\\(looked at 2026-03-01T12:00:(09|10)\\.\\d{6}Z\\)';
  const words = `^orders-west: saw ${seen} ${looked}; expected done within 10 s of watching$`;
  return expect.stringMatching(new RegExp(words));
}

describe('ProvePromotion', () => {
  it('proves a promotion by recovery left, a row acknowledged and the source gone, in that order', async () => {
    const world = promotedWorld();
    const { outcome } = await makeProvePromotion(world)(event);
    expect(outcome).toEqual({
      databases: [
        {
          id: 'orders',
          sourceGone: true,
          inRecovery: false,
          writeAcknowledgedAt: '2026-03-01T12:00:00.000000Z',
          server: '10.1.0.1:5432',
          systemIdentifier: '7300000000000000001',
          timeline: 2,
          lsn: '0/4000200',
          lastPendingAt: null,
          statusWhileInRecovery: null,
        },
      ],
    });
    expect(world.journal.slice(0, 3).toSorted()).toEqual([
      'locks.verify locks/orders.json 7',
      'record.append ProvePromotion/0/intent',
      STATE,
    ]);
    expect(world.journal.slice(3).filter((line) => line !== DESCRIBE)).toEqual([STATE, ADMIT, WRITE]);
    expect(world.journal.slice(3)).toContain(DESCRIBE);
  });

  describe('of several databases', () => {
    const run = runInput({ scope: 'real', real: realEvent(), databases: [ORDERS, LEDGER] });
    const address = { host: '10.1.0.2', port: 5432 };
    const known = {
      DiscoverDatabases: {
        databases: [
          ...SEEN.DiscoverDatabases.databases,
          { id: 'ledger', primary: null, notSeen: 'no answer', replica: address },
        ],
      },
      PreFlight: {
        checks: [],
        databases: [
          ...SEEN.PreFlight.databases,
          ...SEEN.PreFlight.databases.map((one) => ({ ...one, id: 'ledger' })),
        ],
      },
    };
    const promotedBoth = {
      databases: [
        ...SEEN.PromoteReplica.databases,
        { id: 'ledger', instance: 'ledger-west', alreadyPromoted: false, requestId: 'request-2' },
      ],
    };
    const second = { ...REPLICA, instance: 'ledger-west', host: address.host };
    /** The second one never leaves recovery. */
    function stuck(...left: Parameters<typeof makeFakeDatabases>[1] & {}) {
      const world = makeStepWorld();
      return {
        ...world,
        sessions: makeFakeSessions(world.journal, {
          states: { '10.1.0.1': PROMOTED, [address.host]: STREAMING },
        }),
        databases: makeFakeDatabases(world.journal, [PRIMARY, { ...REPLICA, source: null }, ...left]),
      };
    }
    const eventOf = (attempt: number, answer: 'retry' | 'go-without') =>
      stepEvent(
        'ProvePromotion',
        { ...known, PromoteReplica: promotedBoth, RequestDecision: decided('ProvePromotion', answer) },
        { run, attempt },
      );

    it('looks at none that the run went on without', async () => {
      const without = [{ id: 'ledger', instance: 'ledger-west', seen: 'status failed' }];
      const PromoteReplica = { ...SEEN.PromoteReplica, without };
      const world = stuck();
      const gone = stepEvent('ProvePromotion', { ...known, PromoteReplica }, { run });
      const { outcome } = await world.clock.drive(makeProvePromotion(world)(gone));
      expect(outcome).toMatchObject({ databases: [{ id: 'orders' }] });
      expect(world.journal.filter((line) => line.includes(address.host))).toEqual([]);
    });

    it.each([
      ['is gone', [], { name: 'ReplicaNotFound', seen: 'no instance ledger-west' }],
      ['is broken', [{ ...second, status: 'failed' }], { name: 'ReplicaNotUsable', seen: 'status failed' }],
    ])('goes on without one that %s, at a person’s word alone', async (_, left, failure) => {
      const world = stuck(...left);
      const asked = makeProvePromotion(world)(eventOf(2000, 'retry'));
      await expect(world.clock.drive(asked)).rejects.toMatchObject(failure);
      const again = stuck(...left);
      const { outcome } = await again.clock.drive(makeProvePromotion(again)(eventOf(2000, 'go-without')));
      expect(outcome).toMatchObject({
        databases: [{ id: 'orders' }],
        without: [{ id: 'ledger', instance: 'ledger-west', seen: failure.seen }],
      });
    });

    it('watches one that may still come a few times more before it is given up', async () => {
      const world = stuck(second);
      const early = makeProvePromotion(world)(eventOf(2002, 'go-without'));
      await expect(world.clock.drive(early)).rejects.toMatchObject({ name: 'PromotionPending' });
      const later = stuck(second);
      const { outcome } = await later.clock.drive(makeProvePromotion(later)(eventOf(2003, 'go-without')));
      expect(outcome).toMatchObject({
        without: [{ id: 'ledger', seen: expect.stringContaining('in recovery') }],
      });
    });
  });

  it('waits no longer for a server that the control plane calls failed', async () => {
    const world = promotedWorld(STREAMING);
    const databases = makeFakeDatabases(world.journal, [PRIMARY, { ...REPLICA, status: 'failed' }]);
    await expect(world.clock.drive(makeProvePromotion({ ...world, databases })(event))).rejects.toMatchObject(
      {
        name: 'ReplicaNotUsable',
        message:
          'orders-west: saw status failed; expected a status from which it can be promoted, now or when it ends',
        cause: expect.objectContaining({ name: 'PromotionPending' }),
      },
    );
  });

  it('waits on where the control plane does not answer either', async () => {
    const world = promotedWorld(STREAMING);
    const throttled = () =>
      Promise.reject(new ThrottledUnknown({ subject: 'RDS', seen: '503', limit: 'an answer' }));
    const databases = { ...world.databases, describe: throttled };
    await expect(world.clock.drive(makeProvePromotion({ ...world, databases })(event))).rejects.toMatchObject(
      {
        name: 'PromotionPending',
      },
    );
  });

  it('admits nobody for a run that was superseded while the server was promoted', async () => {
    const world = promotedWorld();
    const state = async () => (world.clock.monotonicNs() < 1_500_000_000n ? STREAMING : PROMOTED);
    const later = { ...world, sessions: { ...world.sessions, state }, locks: supersededAfter(world, 1) };
    await expect(world.clock.drive(makeProvePromotion(later)(event))).rejects.toMatchObject({
      name: 'GenerationSuperseded',
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('looks while its intent is being written, and changes nothing before it is', async () => {
    const world = promotedWorld();
    const written = Promise.withResolvers<void>();
    const append = async (run: string, entry: StepEntry) => {
      await written.promise;
      await world.record.append(run, entry);
    };
    const proving = makeProvePromotion({ ...world, record: { ...world.record, append } })(event);
    await vi.waitFor(() => expect(world.journal).toContain(STATE));
    expect(changesOf(world)).toEqual([]);
    written.resolve();
    await proving;
    expect(changesOf(world)).toEqual([ADMIT, WRITE]);
  });

  it('watches until the server is out of recovery', async () => {
    const world = promotedWorld();
    const states = [STREAMING, STREAMING];
    const sessions = { ...world.sessions, state: async () => states.shift() ?? PROMOTED };
    const { outcome } = await world.clock.drive(makeProvePromotion({ ...world, sessions })(event));
    const lastPendingAt = '2026-03-01T12:00:00.005000Z';
    expect(outcome).toMatchObject({ databases: [{ inRecovery: false, timeline: 2, lastPendingAt }] });
    expect(world.clock.monotonicNs()).toBe(10_000_000n);
  });

  it('looks ever less often while it lasts, and at the control plane far less often than at the server', async () => {
    const looks = async (world: ReturnType<typeof promotedWorld>, attempt: number) => {
      const proving = makeProvePromotion(world)({ ...event, attempt });
      await expect(world.clock.drive(proving)).rejects.toMatchObject({ name: 'PromotionPending' });
      return world.journal.filter((line) => line === STATE || line === DESCRIBE).length;
    };
    const [first, later] = [
      await looks(promotedWorld(STREAMING), 0),
      await looks(promotedWorld(STREAMING), 1),
    ];
    expect(first).toBeLessThan(300);
    expect(later).toBeLessThan(100);
    expect(await looks(promotedWorld(PROMOTED, REPLICA.source), 0)).toBeLessThan(45);
  });

  it('is pending, not failed, while the server is in recovery after ten seconds', async () => {
    const world = promotedWorld(STREAMING);
    await expect(world.clock.drive(makeProvePromotion(world)(event))).rejects.toMatchObject({
      name: 'PromotionPending',
      message: pendingAfter('still in recovery'),
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('does not take the silence of a server that restarts for a failure', async () => {
    const world = promotedWorld();
    const answers = [new Error('connect ECONNREFUSED 10.1.0.1:5432')];
    const state = async () => {
      const failure = answers.shift();
      if (failure) throw failure;
      return PROMOTED;
    };
    const sessions = { ...world.sessions, state };
    const { outcome } = await world.clock.drive(makeProvePromotion({ ...world, sessions })(event));
    expect(outcome).toMatchObject({ databases: [{ timeline: 2 }] });
  });

  it('is pending while the server does not answer after ten seconds', async () => {
    const world = promotedWorld();
    const state = () => Promise.reject(new Error('connect ECONNREFUSED 10.1.0.1:5432'));
    const sessions = { ...world.sessions, state };
    await expect(world.clock.drive(makeProvePromotion({ ...world, sessions })(event))).rejects.toMatchObject({
      name: 'PromotionPending',
      message: pendingAfter('no answer: connect ECONNREFUSED 10.1.0.1:5432'),
    });
  });

  it('is pending when the connection breaks under the row', async () => {
    const world = promotedWorld();
    const broken = new Error('Connection terminated unexpectedly');
    const sessions = { ...world.sessions, writeProof: () => Promise.reject(broken) };
    await expect(makeProvePromotion({ ...world, sessions })(event)).rejects.toMatchObject({
      name: 'PromotionPending',
      message:
        'orders-west: saw no row acknowledged: Connection terminated unexpectedly; expected done within 10 s of watching',
      cause: broken,
    });
  });

  it('does not take "available" for promoted while a source is named', async () => {
    const world = promotedWorld(PROMOTED, REPLICA.source);
    await expect(world.clock.drive(makeProvePromotion(world)(event))).rejects.toMatchObject({
      name: 'PromotionPending',
      message: pendingAfter('a replication source still named'),
    });
  });

  it('asks again when the control plane throttles, as it will in minutes of looking', async () => {
    const world = promotedWorld();
    const answers = [new ThrottledUnknown({ subject: 'RDS', seen: 'Throttling', limit: 'an answer' })];
    const throttling = async (ref: InstanceRef) => {
      const failure = answers.shift();
      if (failure) throw failure;
      return world.databases.describe(ref);
    };
    const throttled = { ...world, databases: { ...world.databases, describe: throttling } };
    const { outcome } = await world.clock.drive(makeProvePromotion(throttled)(event));
    expect(outcome).toMatchObject({
      databases: [{ sourceGone: true, lastPendingAt: '2026-03-01T12:00:00.000000Z' }],
    });
  });

  it('writes nothing to a server that is another system', async () => {
    const world = promotedWorld({ ...PROMOTED, systemIdentifier: '42' });
    await expect(makeProvePromotion(world)(event)).rejects.toMatchObject({
      name: 'PromotionUnproven',
      message:
        "orders: saw system identifier 42; expected 7300000000000000001, the replica's before promotion",
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('changes nothing on the server for a run that a later one has superseded', async () => {
    const world = superseded(promotedWorld());
    await expect(makeProvePromotion(world)(event)).rejects.toMatchObject({ name: 'GenerationSuperseded' });
    expect(changesOf(world)).toEqual([]);
    const control = promotedWorld();
    await makeProvePromotion(control)(event);
    expect(changesOf(control)).toEqual([ADMIT, WRITE]);
  });

  it('leaves its outcome to be written off the critical path', async () => {
    const { outcome, pending } = await makeProvePromotion(promotedWorld())(event);
    expect(pending).toMatchObject([{ kind: 'outcome', state: 'ProvePromotion', data: outcome }]);
  });

  it('only opens its session and looks at the replica on a dry run', async () => {
    const world = makeStepWorld();
    await makeProvePromotion(world)({ ...stepEvent('WarmHandlers'), dryRun: true });
    expect(allChangesOf(world)).toEqual([]);
    expect(readyingOf(world).toSorted()).toEqual([DESCRIBE, 'sessions.state 10.1.0.1 as orders/operator']);
  });
});
