import { expect, test } from 'vitest';
import { makeAwaitRestored } from '../../../lib/steps/await-restored.ts';
import { restoredInstance } from '../../fakes/fake-restores.ts';
import { makeFakeSessions, PROMOTED, STREAMING } from '../../fakes/fake-sessions.ts';
import { makeRestoreWorld, RESTORED, restoreEvent } from '../../fakes/restore-run.ts';

const event = restoreEvent('AwaitRestored', {
  RestoreDatabases: { databases: [{ ...RESTORED, orderedAt: '2026-03-01T12:00:00.000000Z' }] },
});

function world(status: string | null, state = PROMOTED) {
  const before = status === null ? [] : [restoredInstance({ status })];
  return {
    ...makeRestoreWorld({ before }),
    sessions: makeFakeSessions([], { states: { '10.2.0.1': state } }),
  };
}

const wait = (ports: ReturnType<typeof world>) => ports.clock.drive(makeAwaitRestored(ports)(event));

test('an instance that accepts a session out of recovery stands, as its control plane describes it', async () => {
  await expect(wait(world('available'))).resolves.toMatchObject({
    outcome: {
      databases: [{ id: 'orders', server: PROMOTED.server, subnetGroup: 'isolated', isPublic: false }],
    },
  });
});

test.each([
  ['creating', PROMOTED, 'RestorePending: saw creating'],
  ['available', STREAMING, 'RestorePending: saw still in recovery'],
  ['incompatible-network', PROMOTED, 'RestoreFailed: saw incompatible-network'],
  [null, PROMOTED, 'RestoreFailed: saw no such instance'],
])('%s is no restored instance', async (status, state, failure) => {
  const failed = wait(world(status, state)).catch(({ name, seen }) => `${name}: saw ${seen}`);
  await expect(failed).resolves.toBe(failure);
});
