import { expect, test } from 'vitest';
import { makeAwaitRestorable } from '../../../lib/steps/await-restorable.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { makeRestoreWorld, restoreEvent } from '../../fakes/restore-run.ts';

const marker = { run: 'run-1', writer: 'proof', segment: 0, seq: 0, sent: '2026-03-01T11:59:00.000000Z' };
const at = '2026-03-01T11:59:30.000000Z';
const event = restoreEvent('AwaitRestorable', {
  WriteMarkers: { databases: [{ id: 'orders', at, before: marker, after: marker }] },
});
const reaching = (latest: number) => makeRestoreWorld({ window: { earliest: NOON - 3600e6, latest } });

test('backups that reach the moment are enough', async () => {
  const world = reaching(NOON - 30e6);
  await expect(makeAwaitRestorable(world)(event)).resolves.toMatchObject({
    outcome: { databases: [{ id: 'orders', latest: at }] },
  });
});

test('those that do not are looked at again', async () => {
  const world = reaching(NOON - 31e6);
  await expect(world.clock.drive(makeAwaitRestorable(world)(event))).rejects.toMatchObject({
    name: 'PointInTimePending',
    message: `orders-north in eu-north-1: saw backups until 2026-03-01T11:59:29.000000Z; expected one that reaches ${at}`,
  });
});
