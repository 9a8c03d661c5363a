import { expect, test } from 'vitest';
import { parseInstant } from '../../lib/domain/instant.ts';
import { type DrillResult, runDrill } from '../sandbox/drill/fencing-drill.ts';

test.each(['slow-api=2s', 'throttled-api=30%', 'api-errors=30%'])(
  'a failover under %s promotes once, and is met',
  async (condition) => {
    const { code, judgement, told, outcome } = await runDrill({ faults: ['region-loss', condition] });
    expect(code, told).toBe(0);
    expect(judgement.verdicts.data, told).toBe('met');
    expect(outcome('ApplyConditions')?.experiments).toMatchObject([{ fault: condition }]);
    expect(outcome('ProvePromotion')?.databases).toMatchObject([{ timeline: 2 }]);
  },
);

const DELAY_SECONDS = 5;

/** Rows that clients were told are safe, in so many seconds before the region was lost. */
function acknowledgedBefore({ attempts, truth }: DrillResult, seconds: number): number {
  const lostAt = parseInstant(truth.find(({ event }) => event === 'kill-requested')?.at ?? '');
  const from = lostAt - seconds * 1e6;
  return attempts.filter(({ outcome, answered, sent }) => {
    return outcome === 'acknowledged' && parseInstant(answered) > from && parseInstant(sent) < lostAt;
  }).length;
}

test('a replication that is 5 s late loses 5 s of heartbeats', async () => {
  const drill = await runDrill({ faults: ['region-loss', `replication-delay=${DELAY_SECONDS}s`] });
  const { judgement, told } = drill;
  expect(judgement.verdicts, told).toMatchObject({ drill: 'met', data: 'met', cleanup: 'met' });
  if (!judgement.rpo || !judgement.disruption) throw new Error(`no loss was measured: ${told}`);
  const { lowSeconds, highSeconds, intervalSeconds, heartbeats } = judgement.rpo;
  expect(lowSeconds, told).toBeLessThanOrEqual(DELAY_SECONDS);
  expect(highSeconds, told).toBeGreaterThanOrEqual(DELAY_SECONDS);
  // An interval that holds the delay may still say nothing. No wider than two intervals and the disruption's own.
  const { from, to } = judgement.disruption;
  const error = 2 * intervalSeconds + (parseInstant(to) - parseInstant(from)) / 1e6;
  expect(lowSeconds, told).toBeGreaterThanOrEqual(DELAY_SECONDS - error);
  expect(highSeconds, told).toBeLessThanOrEqual(DELAY_SECONDS + error);
  // 250 of them at the heartbeat's pace; a busy machine leaves some out, and what was never sent is not lost.
  const expected = acknowledgedBefore(drill, DELAY_SECONDS);
  expect(expected, told).toBeGreaterThan((0.8 * DELAY_SECONDS) / intervalSeconds);
  expect(expected, told).toBeLessThanOrEqual(DELAY_SECONDS / intervalSeconds + 2);
  expect(Math.abs(heartbeats.lost - expected), told).toBeLessThanOrEqual(2);
});

test('a bandwidth that replication keeps within costs nothing', async () => {
  const { code, judgement, told, outcome } = await runDrill({ faults: ['region-loss', 'bandwidth=1MB/s'] });
  expect(code, told).toBe(0);
  expect(outcome('ApplyConditions')?.experiments).toMatchObject([{ fault: 'bandwidth=1MB/s' }]);
  expect(judgement.rpo?.heartbeats, told).toMatchObject({ holes: 0, splitBrain: 0 });
  expect(judgement.rpo?.highSeconds, told).toBeLessThan(1);
});

test('what a narrow link holds back is lost, though the replica claims no lag', async () => {
  const { code, judgement, told, truth } = await runDrill({ faults: ['region-loss', 'bandwidth=10kB/s'] });
  // An hour may be lost by the plan: what is lost here is reported, and within it.
  expect(code, told).toBe(0);
  const crossed = truth.find(({ event }) => event === 'wal-received');
  expect(crossed?.['bytesNeverCrossed'], told).toBeGreaterThan(0);
  expect(judgement.rpo?.heartbeats.lost, told).toBeGreaterThan(0);
  expect(judgement.rpo?.heartbeats, told).toMatchObject({ holes: 0, splitBrain: 0 });
  expect(judgement.rpo?.lowSeconds, told).toBeGreaterThan(judgement.rpo?.claimedLagSeconds ?? Infinity);
  expect(judgement.findings.join('\n')).toContain('A replica does not know what has not reached it.');
});

test('a primary whose disk is full proves no fence: nothing is promoted, and it serves again', async () => {
  const { code, judgement, told, outcome } = await runDrill({ faults: ['full-disk'] });
  expect(code, told).toBe(2);
  expect(judgement.verdicts, told).toMatchObject({ drill: 'inconclusive', cleanup: 'met' });
  expect(judgement.reasons['drill'], told).toContain('FenceUnproven');
  // A server that has ended refuses at once: the rule may fire before the region's API has answered that it lives.
  const { detected, finding } = outcome('AwaitDetection') ?? {};
  expect([detected, finding], told).toEqual([true, expect.stringMatching(/^(service-lost|unknown)$/)]);
  expect(outcome('FenceOldPrimary'), told).toMatchObject({ databases: [{ proof: 'none' }] });
  expect(outcome('PromoteReplica')).toBeNull();
  expect(outcome('ReturnRegion')?.databases, told).toMatchObject([{ fence: 'lifted' }]);
});
