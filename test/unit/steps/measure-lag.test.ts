import { expect, test } from 'vitest';
import { makeMeasureLag } from '../../../lib/steps/measure-lag.ts';
import { checkEvent } from '../../fakes/check-run.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';

const STREAM = { name: 'orders-west', state: 'streaming', lagBytes: '0' };
const SLOT = { name: 'rds_orders_west', active: true, walStatus: 'reserved', retainedBytes: '128' };

/** A replica that has a row so many milliseconds after it was written; never, where that is null. */
function lagging(byMs: number | null) {
  const world = makeStepWorld();
  const written: number[] = [];
  const arrived = (host: string) =>
    host === '10.0.0.1'
      ? written
      : written.filter((at) => byMs !== null && world.clock.now() - at >= byMs * 1000);
  const sessions = {
    ...world.sessions,
    writeProof: async (target: { host: string; secret: string }, run: string) => {
      await world.sessions.writeProof({ database: 'orders', port: 5432, ...target }, run);
      written.push(world.clock.now());
      return world.clock.now();
    },
    heartbeatRows: async ({ host }: { host: string }) =>
      arrived(host).map((_, seq) => ({
        writer: 'proof' as const,
        segment: 0,
        seq,
        sent: '2026-03-01T12:00:00.000000Z',
      })),
  };
  return { ...world, sessions, streams: { streams: async () => [STREAM], slots: async () => [SLOT] } };
}

test('a row is sent and looked for until the replica has it, once and then again', async () => {
  const world = lagging(40);
  const { outcome } = await world.clock.drive(makeMeasureLag(world)(checkEvent('MeasureLag')));
  expect(outcome).toEqual({
    databases: [
      {
        id: 'orders',
        streams: [STREAM],
        slots: [SLOT],
        samples: [
          {
            sentAt: '2026-03-01T12:00:00.000000Z',
            acknowledgedAt: '2026-03-01T12:00:00.000000Z',
            lastUnseenAt: '2026-03-01T12:00:00.035000Z',
            seenAt: '2026-03-01T12:00:00.040000Z',
          },
          {
            sentAt: '2026-03-01T12:00:00.140000Z',
            acknowledgedAt: '2026-03-01T12:00:00.140000Z',
            lastUnseenAt: '2026-03-01T12:00:00.175000Z',
            seenAt: '2026-03-01T12:00:00.180000Z',
          },
        ],
      },
    ],
  });
  const proof = 'sessions.writeProof 10.0.0.1 as orders/operator of run-1';
  expect(changesOf(world)).toEqual([proof, proof]);
});

test('a row that never arrives ends the measuring, and says how long it was waited for', async () => {
  const world = lagging(null);
  const { outcome } = await world.clock.drive(makeMeasureLag(world)(checkEvent('MeasureLag')));
  expect(outcome).toMatchObject({
    databases: [{ samples: [{ lastUnseenAt: '2026-03-01T12:00:30.005000Z', seenAt: null }] }],
  });
});

test('measured again, the rows of the attempt before are not taken for new ones', async () => {
  const world = lagging(10);
  const step = makeMeasureLag(world);
  await world.clock.drive(step(checkEvent('MeasureLag')));
  const again = await world.clock.drive(step(checkEvent('MeasureLag', { attempt: 1 })));
  expect(again.outcome).toMatchObject({ databases: [{ samples: [{}, {}] }] });
  expect(changesOf(world)).toHaveLength(4);
});
