import { expect, test } from 'vitest';
import { makeRemoveRestored } from '../../../lib/steps/remove-restored.ts';
import { makeFakeDatabases, PRIMARY, REPLICA } from '../../fakes/fake-databases.ts';
import { restoredInstance } from '../../fakes/fake-restores.ts';
import { finishing } from '../../fakes/step-event.ts';
import { superseded } from '../../fakes/step-world.ts';
import { makeRestoreWorld, restoreEvent } from '../../fakes/restore-run.ts';

const event = restoreEvent('RemoveRestored');

function world(own = restoredInstance(), lingers = 2) {
  const ports = makeRestoreWorld({ before: [own], lingers });
  return { ...ports, databases: makeFakeDatabases([], [PRIMARY, REPLICA, own]) };
}

test('what the run has restored is removed, and waited for until it is gone', async () => {
  const ports = world();
  const { outcome } = await ports.clock.drive(makeRemoveRestored(ports)(event));
  expect(outcome).toMatchObject({ removed: [{ instance: 'muster-orders-run-1' }], left: [] });
  expect(ports.restores.instances()).toEqual([]);
});

test('a run that a later one has superseded removes nothing; whoever finishes it does', async () => {
  const ports = world();
  const later = { ...ports, locks: superseded(ports).locks };
  await expect(makeRemoveRestored(later)(event)).rejects.toMatchObject({ name: 'GenerationSuperseded' });
  expect(ports.restores.instances()).toHaveLength(1);
  await ports.clock.drive(makeRemoveRestored(later)(finishing(event)));
  expect(ports.restores.instances()).toEqual([]);
});

test('one that does not go is pending', async () => {
  const ports = world(restoredInstance(), 1_000);
  await expect(ports.clock.drive(makeRemoveRestored(ports)(event))).rejects.toMatchObject({
    name: 'RemovalPending',
    message: 'muster-orders-run-1 in eu-west-1: saw deleting; expected an instance that is gone',
  });
});

test('what another run has made stays, and having nothing to remove is an answer', async () => {
  const ports = world(restoredInstance({ tags: { 'muster:run': 'run-0' } }));
  await expect(makeRemoveRestored(ports)(event)).resolves.toMatchObject({
    outcome: { removed: [], left: [] },
  });
  expect(ports.restores.instances()).toHaveLength(1);
});

test("a replica of production that bears the run's tag is never removed", async () => {
  const ports = world(restoredInstance({ instance: REPLICA.instance }));
  await expect(makeRemoveRestored(ports)(event)).rejects.toMatchObject({ name: 'IsolationBreached' });
  expect(ports.journal.filter((line) => line.startsWith('restores.'))).toEqual([]);
});
