import { describe, expect, it } from 'vitest';
import { makeRetireOldPrimary } from '../../../lib/steps/retire-old-primary.ts';
import { PRIMARY } from '../../fakes/fake-databases.ts';
import { makeFakeReplicas } from '../../fakes/fake-replicas.ts';
import { REBUILT, switchoverEvent } from '../../fakes/switchover-event.ts';
import { changesOf, makeStepWorld, superseded } from '../../fakes/step-world.ts';

const event = switchoverEvent('RetireOldPrimary', REBUILT);
const ASIDE = 'orders-north-old-run1';

function world() {
  const made = makeStepWorld();
  const before = [
    { ...PRIMARY, instance: ASIDE },
    { ...PRIMARY, source: 'orders-west' },
  ];
  const { replicas, describe: seen } = makeFakeReplicas(made.journal, before);
  return { ...made, replicas, databases: { ...made.databases, describe: seen } };
}

describe('RetireOldPrimary', () => {
  it('removes what was set aside, and leaves the replica to its system', async () => {
    const made = world();
    const { outcome } = await made.clock.drive(makeRetireOldPrimary(made)(event));
    expect(outcome).toEqual({
      databases: [{ id: 'orders', removed: ASIDE, goneAt: '2026-03-01T12:00:00.000000Z' }],
    });
    expect(changesOf(made)).toEqual([`replicas.remove ${ASIDE} of run-1`, 'replicas.adopt orders-north']);
  });

  it.each(['SaveDivergedRows', 'AwaitReplica'] as const)(
    'removes nothing without %s on record',
    async (state) => {
      const made = world();
      const outcomes = { ...REBUILT, [state]: undefined };
      await expect(
        makeRetireOldPrimary(made)(switchoverEvent('RetireOldPrimary', outcomes)),
      ).rejects.toThrow();
      const nobody = switchoverEvent('RetireOldPrimary', { ...REBUILT, [state]: { databases: [] } });
      await expect(makeRetireOldPrimary(made)(nobody)).rejects.toMatchObject({ name: 'ReplicaPending' });
      expect(changesOf(made)).toEqual([]);
    },
  );

  it('waits until it is gone', async () => {
    const made = world();
    const replicas = { ...made.replicas, remove: async () => undefined };
    await expect(made.clock.drive(makeRetireOldPrimary({ ...made, replicas })(event))).rejects.toMatchObject({
      name: 'ReplicaPending',
      subject: ASIDE,
    });
  });

  it('removes nothing for a run that a later one has superseded', async () => {
    const made = world();
    const late = { ...made, locks: superseded(made).locks };
    await expect(makeRetireOldPrimary(late)(event)).rejects.toMatchObject({ name: 'GenerationSuperseded' });
    expect(changesOf(made)).toEqual([]);
  });
});
