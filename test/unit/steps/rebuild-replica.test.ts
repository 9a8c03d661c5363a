import { describe, expect, it } from 'vitest';
import { ReplicaPending } from '../../../lib/domain/failure.ts';
import { RUN_TAG } from '../../../lib/domain/run/resource-tags.ts';
import { makeRebuildReplica } from '../../../lib/steps/rebuild-replica.ts';
import { PRIMARY, REPLICA } from '../../fakes/fake-databases.ts';
import { makeFakeReplicas } from '../../fakes/fake-replicas.ts';
import { MOVED, switchoverEvent } from '../../fakes/switchover-event.ts';
import { changesOf, makeStepWorld, superseded } from '../../fakes/step-world.ts';

const event = switchoverEvent('RebuildReplica', MOVED);
const ASIDE = 'orders-north-old-run1';
const PROMOTED = { ...REPLICA, source: null };
const CHANGES = [
  `replicas.setAside orders-north as ${ASIDE} of run-1`,
  `replicas.keepBackups orders-west like ${ASIDE}`,
  `replicas.create orders-north of orders-west like ${ASIDE} by run-1`,
  `replicas.protectLike orders-north like ${ASIDE}`,
  `replicas.keepBackups orders-west like ${ASIDE}`,
];

function world(before?: Parameters<typeof makeFakeReplicas>[1]) {
  const made = makeStepWorld();
  const { replicas, describe: seen, names } = makeFakeReplicas(made.journal, before);
  return { ...made, replicas, databases: { ...made.databases, describe: seen }, names };
}

describe('RebuildReplica', () => {
  it('sets the old primary aside, and makes a replica in its name', async () => {
    const made = world();
    const { outcome } = await made.clock.drive(makeRebuildReplica(made)(event));
    expect(outcome).toEqual({
      databases: [
        { id: 'orders', instance: 'orders-north', aside: ASIDE, source: 'orders-west', retentionDays: 7 },
      ],
    });
    expect(changesOf(made)).toEqual(CHANGES);
    expect(made.names().toSorted()).toEqual(['orders-north', ASIDE, 'orders-west']);
  });

  it.each([
    ['it was set aside', [{ ...PRIMARY, instance: ASIDE }, PROMOTED], 1],
    [
      'its replica was made',
      [{ ...PRIMARY, instance: ASIDE }, { ...PRIMARY, source: 'orders-west' }, PROMOTED],
      3,
    ],
  ])('does the remainder after %s', async (_, before, done) => {
    const made = world(before);
    await made.clock.drive(makeRebuildReplica(made)(event));
    expect(changesOf(made)).toEqual(CHANGES.slice(done));
  });

  it('tries again later what is under way, and what was refused because of it', async () => {
    const made = world();
    const busy = new ReplicaPending({ subject: 'orders-north', seen: 'backing-up', limit: 'available' });
    const replicas = { ...made.replicas, setAside: () => Promise.reject(busy) };
    await expect(made.clock.drive(makeRebuildReplica({ ...made, replicas })(event))).rejects.toMatchObject({
      name: 'ReplicaPending',
      seen: 'available, next to set-aside',
    });
  });

  it('makes another one in the place of a replica that failed while it was made', async () => {
    const failed = { ...PRIMARY, source: 'orders-west', status: 'failed', tags: { [RUN_TAG]: 'run-1' } };
    const made = world([{ ...PRIMARY, instance: ASIDE }, failed, PROMOTED]);
    await made.clock.drive(makeRebuildReplica(made)(event));
    expect(changesOf(made)).toEqual(['replicas.remove orders-north of run-1', ...CHANGES.slice(1)]);
  });

  it('gives up a replica that can never become available', async () => {
    const made = world([{ ...PRIMARY, source: 'orders-west', status: 'failed' }, PROMOTED]);
    await expect(made.clock.drive(makeRebuildReplica(made)(event))).rejects.toMatchObject({
      name: 'ReplicaRefused',
    });
  });

  it('changes nothing for a run that a later one has superseded', async () => {
    const made = world();
    const late = { ...made, locks: superseded(made).locks };
    await expect(makeRebuildReplica(late)(event)).rejects.toMatchObject({ name: 'GenerationSuperseded' });
    expect(changesOf(made)).toEqual([]);
  });
});
