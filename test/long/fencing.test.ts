import { expect, test } from 'vitest';
import {
  runDrill,
  withLatePromotion,
  withoutDeferredFence,
  withoutFence,
} from '../sandbox/drill/fencing-drill.ts';

const LIMIT = { timeout: 180_000 };

test('a frozen primary proves no fence: nothing is promoted, and it serves again', LIMIT, async () => {
  const { code, judgement, told, outcome } = await runDrill({ faults: ['freeze'] });
  expect(code, told).toBe(2);
  expect(judgement.verdicts, told).toMatchObject({ drill: 'inconclusive', cleanup: 'met' });
  expect(judgement.reasons['drill'], told).toContain('FenceUnproven');
  expect(outcome('PromoteReplica')).toBeNull();
  expect(outcome('InjectDisruption')?.receipt?.processesAlive).toBeGreaterThan(0);
  expect(outcome('AwaitDetection')).toMatchObject({ detected: true, finding: 'service-lost' });
  expect(outcome('ReturnRegion')?.databases, told).toMatchObject([{ fence: 'lifted' }]);
});

test('a primary that is cut off proves no fence, and is found alive', LIMIT, async () => {
  const { code, judgement, told, outcome } = await runDrill({ faults: ['partition'] });
  expect(code, told).toBe(2);
  expect(judgement.reasons['drill'], told).toContain('FenceUnproven');
  expect(outcome('PromoteReplica')).toBeNull();
  expect(outcome('AwaitDetection')).toMatchObject({ detected: true, finding: 'link-lost' });
});

test(
  'a primary that only clients have lost is fenced by SQL, and is met without a split',
  LIMIT,
  async () => {
    const { code, judgement, told, outcome } = await runDrill({ faults: ['partition=clients'] });
    expect(code, told).toBe(0);
    expect(judgement.verdicts.data, told).toBe('met');
    expect(judgement.rpo?.heartbeats).toMatchObject({ lost: 0, splitBrain: 0 });
    expect(outcome('AwaitDetection')).toMatchObject({ finding: 'service-lost' });
    expect(outcome('FenceOldPrimary')?.databases).toMatchObject([
      {
        proof: 'probe',
        attempts: [
          { rung: 'receipt', result: 'refuted' },
          { rung: 'revoke-login-and-end-sessions', result: 'proven' },
          { rung: 'probe', result: 'proven' },
          { rung: 'open-session', result: 'proven' },
        ],
      },
    ]);
    expect(outcome('ReturnRegion')?.databases).toMatchObject([{ secondLook: { sessions: 0 } }]);
  },
);

test('a network that is closed lets nobody in to look again, and is found closed', LIMIT, async () => {
  const rungs = '[revoke-login-and-end-sessions, close-network]';
  const { code, told, outcome } = await runDrill({
    faults: ['partition=clients'],
    fence: `fence: { deadline: PT10S, rungs: ${rungs}, closedSecurityGroup: sg-0c0c0c0c }`,
  });
  expect(code, told).toBe(0);
  expect(outcome('FenceOldPrimary')?.databases, told).toMatchObject([{ proof: 'probe' }]);
  expect(outcome('ReturnRegion')?.databases, told).toMatchObject([
    { fence: 'proven', secondLook: null, attempts: [{ rung: 'close-network', result: 'proven' }] },
  ]);
});

test('a link that is lost between the regions is no reason to promote', LIMIT, async () => {
  const { code, told, outcome } = await runDrill({ faults: ['partition=regions'] });
  expect(code, told).toBe(2);
  expect(outcome('PollDetection'), told).toMatchObject({ detected: false, finding: 'link-lost' });
  expect(outcome('PromoteReplica')).toBeNull();
});

test('without the fence, writes to a primary that is cut off are counted as a split', LIMIT, async () => {
  const { code, judgement, told } = await runDrill({ faults: ['partition'], change: withoutFence });
  expect(code, told).toBe(1);
  expect(judgement.verdicts.data, told).toBe('missed');
  expect(judgement.rpo?.heartbeats.splitBrain).toBeGreaterThan(0);
});

test(
  'without the deferred fence, writes to a primary that returns are counted as a split',
  LIMIT,
  async () => {
    const { code, judgement, told } = await runDrill({
      faults: ['region-loss'],
      change: withoutDeferredFence,
    });
    expect(code, told).toBe(1);
    expect(judgement.verdicts.data, told).toBe('missed');
    expect(judgement.rpo?.heartbeats.splitBrain).toBeGreaterThan(0);
  },
);

test('"available" is not taken for promoted, and the wait stands in the RTO', LIMIT, async () => {
  const { judgement, told, outcome } = await runDrill({
    faults: ['region-loss'],
    change: withLatePromotion,
  });
  expect(outcome('ProvePromotion')?.databases, told).toMatchObject([
    { inRecovery: false, statusWhileInRecovery: 'available' },
  ]);
  expect(judgement.verdicts, told).toMatchObject({ data: 'met', cleanup: 'met' });
  expect(judgement.rto?.lowSeconds).toBeGreaterThan(2);
});
