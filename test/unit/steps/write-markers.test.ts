import { expect, test } from 'vitest';
import { makeWriteMarkers } from '../../../lib/steps/write-markers.ts';
import {
  makeFakeMarkers,
  makeRestoreWorld,
  momentPoint,
  POINT_IN_TIME,
  restoreEvent,
} from '../../fakes/restore-run.ts';

const BEFORE = { run: 'run-0', writer: 'heartbeat', segment: 0, seq: 7, sent: '2026-03-01T11:58:00.000000Z' };
const eventAt = (at: string | null) =>
  restoreEvent(
    'WriteMarkers',
    { ChooseRecoveryPoint: { databases: [momentPoint(at)] } },
    { source: POINT_IN_TIME },
  );

test('a moment to come lies on a whole second, a row before it and one after it', async () => {
  const world = makeRestoreWorld();
  const ports = { ...world, markers: makeFakeMarkers(world.clock) };
  const { outcome } = await world.clock.drive(makeWriteMarkers(ports)(eventAt(null)));
  expect(outcome).toEqual({
    databases: [
      {
        id: 'orders',
        at: '2026-03-01T12:00:00.000000Z',
        before: { run: 'run-1', writer: 'proof', segment: 0, seq: 0, sent: '2026-03-01T12:00:00.000000Z' },
        after: { run: 'run-1', writer: 'proof', segment: 0, seq: 1, sent: '2026-03-01T12:00:01.000000Z' },
      },
    ],
  });
});

test('a moment that is past has the last row of an earlier run before it', async () => {
  const world = makeRestoreWorld();
  const ports = { ...world, markers: makeFakeMarkers(world.clock, BEFORE) };
  await expect(makeWriteMarkers(ports)(eventAt('2026-03-01T11:59:00.700000Z'))).resolves.toMatchObject({
    outcome: { databases: [{ at: '2026-03-01T11:59:00.000000Z', before: BEFORE, after: { run: 'run-1' } }] },
  });
});
