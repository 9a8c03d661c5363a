import { describe, expect, it } from 'vitest';
import { makeAwaitReplica } from '../../../lib/steps/await-replica.ts';
import { PRIMARY } from '../../fakes/fake-databases.ts';
import { makeFakeSessions, PROMOTED, STREAMING } from '../../fakes/fake-sessions.ts';
import { MOVED, switchoverEvent } from '../../fakes/switchover-event.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';

const event = switchoverEvent('AwaitReplica', MOVED);

function world(replica: Partial<typeof STREAMING>) {
  const made = makeStepWorld();
  const sessions = makeFakeSessions(made.journal, {
    states: { '10.1.0.1': PROMOTED, '10.0.0.9': { ...STREAMING, server: '10.0.0.9:5432', ...replica } },
  });
  const describeNew = async () => ({ ...PRIMARY, host: '10.0.0.9' });
  return { ...made, sessions, databases: { ...made.databases, describe: describeNew } };
}

describe('AwaitReplica', () => {
  it('proves a second copy by what it has replayed, at its new address', async () => {
    const made = world({ lsn: '0/3000200' });
    const { outcome } = await made.clock.drive(makeAwaitReplica(made)(event));
    expect(outcome).toEqual({
      databases: [
        {
          id: 'orders',
          server: '10.0.0.9:5432',
          lsn: '0/3000100',
          replayedLsn: '0/3000200',
          secondCopyAt: '2026-03-01T12:00:00.000000Z',
        },
      ],
    });
    expect(changesOf(made)).toEqual([]);
  });

  it.each([
    ['does not stream', { receiverStatus: null }, 'no stream, replayed to 0/3000100'],
    ['lacks what was written', { lsn: '0/30000FF' }, 'streaming, replayed to 0/30000FF'],
    ['is out of recovery', { inRecovery: false }, 'streaming, replayed to 0/3000100'],
  ])('waits for one that %s', async (_, replica, seen) => {
    const made = world(replica);
    await expect(made.clock.drive(makeAwaitReplica(made)(event))).rejects.toMatchObject({
      name: 'ReplicaPending',
      seen,
    });
  });

  it('waits for one that does not answer yet', async () => {
    const made = world({});
    const sessions = { ...made.sessions, state: () => Promise.reject(new Error('starting up')) };
    await expect(made.clock.drive(makeAwaitReplica({ ...made, sessions })(event))).rejects.toMatchObject({
      name: 'ReplicaPending',
      seen: 'starting up',
    });
  });
});
