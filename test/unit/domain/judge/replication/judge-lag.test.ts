import { expect, test } from 'vitest';
import { judgeLag } from '../../../../../lib/domain/judge/replication/judge-lag.ts';
import { judgeStreams } from '../../../../../lib/domain/judge/replication/judge-streams.ts';
import { lagInterval } from '../../../../../lib/domain/measurement/lag-interval.ts';
import type { LagSample, ReplicationSlot } from '../../../../../lib/domain/record/replication-outcomes.ts';
import { factsOf } from '../../../../fakes/facts-of.ts';

const at = (ms: number) => `2026-03-01T12:00:0${(ms / 1000).toFixed(3)}000Z`;
const sample = (
  [sent, acknowledged]: readonly [number, number],
  unseen: number | null,
  seen: number | null,
): LagSample => ({
  sentAt: at(sent),
  acknowledgedAt: at(acknowledged),
  lastUnseenAt: unseen === null ? null : at(unseen),
  seenAt: seen === null ? null : at(seen),
});

test('the lag lies between what was seen not to be there, and what was sent', () => {
  const samples = [sample([0, 10], 50, 60), sample([1_000, 1_010], null, 1_020)];
  expect(lagInterval(samples)).toEqual({ lag: { low: 40_000, high: 60_000 }, atLeast: 40_000 });
  expect(lagInterval([])).toBeNull();
});

test('a lag is held against the objective with its error', () => {
  const measured = lagInterval([sample([0, 10], 2_010, 2_100)]);
  expect(judgeLag('orders', measured, 3)).toEqual({
    verdict: 'met',
    reason: 'a loss would have cost orders 2 s to 2.1 s (objective 3 s)',
  });
  expect(judgeLag('orders', measured, 2.05).verdict).toBe('inconclusive');
  expect(judgeLag('orders', measured, 1).verdict).toBe('missed');
  expect(judgeLag('orders', null, 1).verdict).toBe('inconclusive');
});

test('a row that never arrived proves a lag of the time that it was waited for, and no more', () => {
  const measured = lagInterval([sample([0, 10], 5_010, null)]);
  expect(judgeLag('orders', measured, 60)).toEqual({
    verdict: 'inconclusive',
    reason: 'a row of orders was not on the replica for 5 s, and was waited for no longer',
  });
  expect(judgeLag('orders', measured, 4).verdict).toBe('missed');
});

const slot = (walStatus: string): ReplicationSlot => ({
  name: 's',
  active: true,
  walStatus,
  retainedBytes: '1',
});
const streams = (states: readonly string[], slots: readonly ReplicationSlot[] = []) =>
  judgeStreams(
    'orders',
    factsOf({
      MeasureLag: {
        databases: [
          {
            id: 'orders',
            streams: states.map((state) => ({ name: 'orders-west', state, lagBytes: '0' })),
            slots: [...slots],
            samples: [],
          },
        ],
      },
    }),
  );

test('a primary has to stream, and to keep what its replica needs', () => {
  expect(streams(['streaming'], [slot('reserved')])).toEqual({
    verdict: 'met',
    reason: 'orders streams to 1 replica',
  });
  expect(streams(['catchup']).reason).toBe('orders does not stream: orders-west is in catchup');
  expect(streams([]).reason).toBe('nobody replicates orders');
  expect(streams(['streaming'], [slot('lost')])).toEqual({
    verdict: 'missed',
    reason: 'the slot s of orders is lost: its replica cannot catch up',
  });
  expect(judgeStreams('orders', factsOf({})).verdict).toBe('inconclusive');
});
