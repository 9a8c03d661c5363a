import { expect, test } from 'vitest';
import { runDrill } from '../sandbox/drill/fencing-drill.ts';

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

test('a replication that is 5 s late loses 5 s of heartbeats', async () => {
  const { judgement, told } = await runDrill({ faults: ['region-loss', 'replication-delay=5s'] });
  expect(judgement.verdicts, told).toMatchObject({ drill: 'met', data: 'met', cleanup: 'met' });
  const { lowSeconds = 0, highSeconds = 0, heartbeats } = judgement.rpo ?? {};
  expect(lowSeconds, told).toBeLessThanOrEqual(5.2);
  expect(highSeconds, told).toBeGreaterThanOrEqual(4.9);
  expect(heartbeats?.lost).toBeGreaterThan(100);
});
