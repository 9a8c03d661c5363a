import { expect, test } from 'vitest';
import { againstFailover, type LossLook } from '../../../../lib/domain/ledger/against-failover.ts';

const LOST: LossLook = { detected: true, at: '2026-03-01T03:02:00.000000Z', finding: 'region-lost' };
const OVER: LossLook = { detected: false, at: null, finding: 'nothing-seen' };

test('a loss that is seen speaks for itself, now as before', () => {
  expect(againstFailover(LOST, { despite: null, before: null })).toBeNull();
  expect(againstFailover(LOST, { despite: null, before: LOST })).toBeNull();
});

test('what is no loss needs a reason', () => {
  expect(againstFailover(OVER, { despite: null, before: null })).toBe(
    'what is seen now is nothing-seen; a failover all the same needs a reason (--despite)',
  );
  expect(againstFailover(OVER, { despite: null, before: OVER })).toBe(
    'what is seen now is nothing-seen; a failover all the same needs a reason (--despite)',
  );
  expect(againstFailover(OVER, { despite: 'users cannot order', before: LOST })).toBeNull();
});

test('a loss that is over by the time that people have approved it is none', () => {
  expect(againstFailover(OVER, { despite: null, before: LOST })).toBe(
    'what was seen before is over (region-lost, since 2026-03-01T03:02:00.000000Z): what is seen now is nothing-seen; a failover all the same needs a reason (--despite)',
  );
  expect(againstFailover(OVER, { despite: null, before: { ...LOST, at: null } })).toMatch(
    /^what was seen before is over \(region-lost\): /,
  );
});
