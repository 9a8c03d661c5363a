import { expect, test } from 'vitest';
import { makeRestoreDatabases } from '../../../lib/steps/restore-databases.ts';
import { restoredInstance } from '../../fakes/fake-restores.ts';
import {
  backupPoint,
  makeRestoreWorld,
  momentPoint,
  RESTORED,
  restoreEvent,
} from '../../fakes/restore-run.ts';

const event = restoreEvent('RestoreDatabases', { ChooseRecoveryPoint: { databases: [backupPoint()] } });

test("the copy is restored into the plan's network, tagged and not protected, once and then again", async () => {
  const world = makeRestoreWorld();
  const step = makeRestoreDatabases(world);
  await expect(step(event)).resolves.toMatchObject({ outcome: { databases: [RESTORED] } });
  await step({ ...event, attempt: 1 });
  expect(world.restores.instances()).toMatchObject([
    {
      instance: RESTORED.instance,
      subnetGroup: 'isolated',
      securityGroups: ['sg-1'],
      isPublic: false,
      deletionProtection: false,
      tags: {
        'muster:run': 'run-1',
        'muster:plan': 'orders',
        'muster:expires': '2026-03-01T13:00:00.000000Z',
      },
    },
  ]);
  expect(world.journal).toContain(
    'restores.restoreSnapshot muster-orders-run-before-1 eu-west-1/muster-orders-run-1',
  );
});

test('a point in time is restored where its source stands, to the moment that was marked', async () => {
  const world = makeRestoreWorld();
  const marker = { run: 'run-1', writer: 'proof', segment: 0, seq: 0, sent: '2026-03-01T12:00:00.000000Z' };
  const at = '2026-03-01T12:00:01.000000Z';
  await makeRestoreDatabases(world)(
    restoreEvent('RestoreDatabases', {
      ChooseRecoveryPoint: { databases: [momentPoint(null)] },
      WriteMarkers: { databases: [{ id: 'orders', at, before: marker, after: marker }] },
    }),
  );
  expect(world.journal).toContain(
    `restores.restoreToPointInTime orders-north ${Date.parse(at) * 1000} eu-north-1/muster-orders-run-1`,
  );
});

test.each(['orders-west', 'somebody-elses'])(
  'an order for %s is refused before it is given',
  async (instance) => {
    const world = makeRestoreWorld();
    const point = { ...backupPoint(), instance };
    const step = makeRestoreDatabases(world)(
      restoreEvent('RestoreDatabases', { ChooseRecoveryPoint: { databases: [point] } }),
    );
    await expect(step).rejects.toMatchObject({ name: 'IsolationBreached' });
    expect(world.journal.filter((line) => line.startsWith('restores.'))).toEqual([]);
  },
);

test('an instance of that name that another run has made is not taken for its own', async () => {
  const world = makeRestoreWorld({ before: [restoredInstance({ tags: { 'muster:run': 'run-0' } })] });
  await expect(makeRestoreDatabases(world)(event)).rejects.toMatchObject({ name: 'RestoreRefused' });
});
