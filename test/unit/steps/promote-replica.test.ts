import { describe, expect, it } from 'vitest';
import { PromotionRefused, ThrottledUnknown } from '../../../lib/domain/failure.ts';
import { makePromoteReplica } from '../../../lib/steps/promote-replica.ts';
import { makeFakeDatabases, PRIMARY, REPLICA } from '../../fakes/fake-databases.ts';
import { realEvent } from '../../fakes/real-event.ts';
import { decided } from '../../fakes/decided.ts';
import { LEDGER, ORDERS, runInput } from '../../fakes/run-input.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { allChangesOf, changesOf, makeStepWorld, readyingOf, superseded } from '../../fakes/step-world.ts';

const event = stepEvent('PromoteReplica');
const PROMOTE = 'databases.promote eu-west-1/orders-west';

function refusing(source: string | null, status = 'available') {
  const world = makeStepWorld();
  const databases = makeFakeDatabases(world.journal, [PRIMARY, { ...REPLICA, source, status }]);
  const refused = new PromotionRefused({
    subject: 'orders-west in eu-west-1',
    seen: 'DB Instance is not in the available state',
    limit: 'a replica that is available',
  });
  return { ...world, databases: { ...databases, promote: () => Promise.reject(refused) } };
}

const NOW = '2026-03-01T12:00:00.000000Z';
const called = { requestedAt: NOW, acceptedAt: NOW };

const APPROVALS = {
  people: [{ name: 'Ben', contact: '' }],
  needed: 1,
  timeoutSeconds: 900,
  divergence: { needed: 2, timeoutSeconds: 900 },
};
const LOOK = {
  detected: true,
  at: '2026-03-01T10:59:00.000000Z',
  via: 'status' as const,
  finding: 'region-lost' as const,
  evidence: [],
  against: null,
  lookedAt: '2026-03-01T11:00:00.000000Z',
};
const UNFENCED = {
  databases: [{ id: 'orders', proof: 'none' as const, attempts: [] }],
  waitedSeconds: 2,
};

function answered(answeredAt: string) {
  const by = ['Ben', 'Cleo'].map((name) => ({ name, at: answeredAt, reason: '', via: 'command' }));
  return {
    request: 'RequestApproval-0',
    kind: 'approval' as const,
    about: 'DeclareFailover',
    answer: 'approved' as const,
    askedAt: answeredAt,
    answeredAt,
    planSha256: 'f'.repeat(64),
    generation: 7,
    by,
  };
}

describe('PromoteReplica', () => {
  it('asks for the promotion once its intent is on record and its generation is checked', async () => {
    const world = makeStepWorld();
    const { outcome } = await makePromoteReplica(world)(event);
    expect(outcome).toEqual({
      databases: [
        {
          id: 'orders',
          instance: 'orders-west',
          alreadyPromoted: false,
          requestId: 'request-of-orders-west',
          ...called,
        },
      ],
    });
    expect(world.journal.slice(0, 2).toSorted()).toEqual([
      'locks.verify locks/orders.json 7',
      'record.append PromoteReplica/0/intent',
    ]);
    expect(world.journal.slice(2)).toEqual([PROMOTE]);
    expect(world.record.written[0]?.data).toEqual({
      databases: [{ id: 'orders', region: 'eu-west-1', instance: 'orders-west' }],
    });
  });

  it('is done already when the replica has no source any more', async () => {
    const { outcome } = await makePromoteReplica(refusing(null))(event);
    expect(outcome).toEqual({
      databases: [
        { id: 'orders', instance: 'orders-west', alreadyPromoted: true, requestId: null, ...called },
      ],
    });
  });

  it('passes a refusal on while the replica still has its source', async () => {
    await expect(makePromoteReplica(refusing(REPLICA.source))(event)).rejects.toMatchObject({
      name: 'PromotionRefused',
      message:
        'orders-west in eu-west-1: saw DB Instance is not in the available state; expected a replica that is available',
    });
  });

  it('passes a refusal on while the replica is backing up, since that ends', async () => {
    const world = refusing(REPLICA.source, 'backing-up');
    await expect(makePromoteReplica(world)(event)).rejects.toMatchObject({ name: 'PromotionRefused' });
  });

  it('does not wait for a replica that will never be available by itself', async () => {
    const world = refusing(REPLICA.source, 'storage-full');
    await expect(makePromoteReplica(world)(event)).rejects.toMatchObject({
      name: 'ReplicaNotUsable',
      message:
        'orders-west: saw status storage-full; expected a status from which it can be promoted, now or when it ends',
    });
  });

  it('takes throttling for unknown and asks nothing more', async () => {
    const world = makeStepWorld();
    const throttled = new ThrottledUnknown({ subject: 'RDS', seen: 'Throttling', limit: 'an answer' });
    const databases = { ...world.databases, promote: () => Promise.reject(throttled) };
    await expect(makePromoteReplica({ ...world, databases })(event)).rejects.toBe(throttled);
    expect(world.journal.filter((line) => line.startsWith('databases.'))).toEqual([]);
  });

  it('promotes nothing for a run that a later one has superseded', async () => {
    const world = superseded(makeStepWorld());
    await expect(makePromoteReplica(world)(event)).rejects.toMatchObject({
      name: 'GenerationSuperseded',
      message: 'locks/orders.json: saw generation 8; expected generation 7',
    });
    expect(changesOf(world)).toEqual([]);
    const control = makeStepWorld();
    await makePromoteReplica(control)(event);
    expect(changesOf(control)).toEqual([PROMOTE]);
  });

  it('proves what a person has promoted by hand, and promotes nothing', async () => {
    const takenOver = { state: 'PromoteReplica', by: 'Ada', reason: 'in the console' };
    const done = refusing(null);
    const { outcome } = await makePromoteReplica(done)({ ...event, takenOver });
    expect(outcome).toEqual({
      databases: [{ id: 'orders', instance: 'orders-west', alreadyPromoted: true, requestId: null }],
    });
    const world = makeStepWorld();
    await expect(makePromoteReplica(world)({ ...event, takenOver })).rejects.toMatchObject({
      name: 'ByHandUnproven',
      message:
        'orders-west: saw source arn:aws:rds:eu-north-1:111122223333:db:orders-north; expected no source: promoted',
    });
    expect(changesOf(world)).toEqual([]);
  });

  describe.each([
    ['the approval', {}, { RequestApproval: answered('2026-03-01T11:00:00.000000Z') }],
    ['the last look at the loss', { breakGlass: 'nobody answers' }, { PollDetection: LOOK }],
    [
      'the acceptance of the divergence',
      { breakGlass: 'nobody answers' },
      { FenceOldPrimary: UNFENCED, RequestAcceptance: answered('2026-03-01T11:00:00.000000Z') },
    ],
  ])('in a real failover, when %s is an hour old', (what, more, outcomes) => {
    const eventOf = (validSeconds: number) =>
      stepEvent('PromoteReplica', outcomes, {
        run: runInput({
          scope: 'real',
          approvals: { ...APPROVALS, validSeconds },
          real: realEvent(more),
        }),
      });

    it('promotes nothing where the plan lets it be that old at most, and announces nothing', async () => {
      const world = makeStepWorld();
      await expect(makePromoteReplica(world)(eventOf(3_600))).rejects.toMatchObject({
        name: 'ApprovalExpired',
        message: `${what} of run-1: saw 3600 s since 2026-03-01T11:00:00.000000Z; expected less than 3600 s (approvals.expiry of the plan)`,
      });
      expect(changesOf(world)).toEqual([]);
      expect(world.record.written).toEqual([]);
    });

    it('promotes where the plan lets it be older, and asks for nothing more', async () => {
      const world = makeStepWorld();
      await makePromoteReplica(world)(eventOf(3_601));
      expect(changesOf(world)).toEqual([PROMOTE]);
      expect(world.journal.filter((line) => line.startsWith('databases.describe'))).toEqual([]);
    });

    it('goes forward where a replica is promoted already', async () => {
      await expect(makePromoteReplica(refusing(null))(eventOf(60))).resolves.toMatchObject({
        outcome: { databases: [{ alreadyPromoted: true }] },
      });
      const world = makeStepWorld();
      await makePromoteReplica(world)({ ...eventOf(60), forward: true });
      expect(changesOf(world)).toEqual([PROMOTE]);
    });
  });

  describe('of several databases, one of which was lost at both sites', () => {
    const run = runInput({ scope: 'real', real: realEvent(), databases: [ORDERS, LEDGER] });
    const before = stepEvent('PromoteReplica', {}, { run });
    const decision = (about: string, answer: 'retry' | 'go-without') =>
      stepEvent('PromoteReplica', { RequestDecision: decided(about, answer) }, { run });
    /** The API as it is where an instance is not there, or is broken. */
    function losing(...left: readonly (typeof REPLICA)[]) {
      const world = makeStepWorld();
      const databases = makeFakeDatabases(world.journal, [PRIMARY, ...left]);
      const promote: typeof databases.promote = async (ref) => {
        const { status } = await databases.describe(ref);
        if (status === 'available') return databases.promote(ref);
        throw new PromotionRefused({ subject: ref.instance, seen: status, limit: 'available' });
      };
      return { ...world, databases: { ...databases, promote } };
    }

    it.each([
      ['before anybody was asked', before],
      ['where it is tried again', decision('PromoteReplica', 'retry')],
      ['where the word was about another state', decision('ProvePromotion', 'go-without')],
    ])('fails %s', async (_, asked) => {
      await expect(makePromoteReplica(losing(REPLICA))(asked)).rejects.toMatchObject({
        name: 'ReplicaNotFound',
      });
    });

    it.each([
      ['is gone', [REPLICA], 'no instance ledger-west'],
      [
        'is broken for good',
        [REPLICA, { ...REPLICA, instance: 'ledger-west', status: 'failed' }],
        'status failed',
      ],
      ['is refused', [REPLICA, { ...REPLICA, instance: 'ledger-west', status: 'backing-up' }], 'backing-up'],
    ])(
      'goes on without the one that %s, at a person’s word, and says what was seen',
      async (_, left, seen) => {
        const { outcome } = await makePromoteReplica(losing(...left))(
          decision('PromoteReplica', 'go-without'),
        );
        expect(outcome).toMatchObject({
          databases: [{ id: 'orders', instance: 'orders-west' }],
          without: [{ id: 'ledger', instance: 'ledger-west', seen }],
        });
      },
    );

    it('goes without none of which nobody knows whether it can be had', async () => {
      const world = losing(REPLICA);
      const throttled = new ThrottledUnknown({ subject: 'RDS', seen: 'Throttling', limit: 'an answer' });
      const promote: typeof world.databases.promote = async (ref) => {
        if (ref.instance === 'ledger-west') throw throttled;
        return world.databases.promote(ref);
      };
      const databases = { ...world.databases, promote };
      const asked = decision('PromoteReplica', 'go-without');
      await expect(makePromoteReplica({ ...world, databases })(asked)).rejects.toBe(throttled);
    });

    it('does not go on without all of them', async () => {
      const asked = decision('PromoteReplica', 'go-without');
      await expect(makePromoteReplica(losing())(asked)).rejects.toMatchObject({ name: 'ReplicaNotFound' });
    });
  });

  it('leaves its outcome to be written off the critical path', async () => {
    const world = makeStepWorld();
    const { outcome, pending } = await makePromoteReplica(world)(event);
    expect(pending).toMatchObject([{ kind: 'outcome', state: 'PromoteReplica', data: outcome }]);
    expect(world.record.written.map(({ kind }) => kind)).toEqual(['intent']);
  });

  it('only looks at the replica on a dry run', async () => {
    const world = makeStepWorld();
    await makePromoteReplica(world)({ ...event, dryRun: true });
    expect(allChangesOf(world)).toEqual([]);
    expect(readyingOf(world)).toEqual(['databases.describe eu-west-1/orders-west']);
  });
});
