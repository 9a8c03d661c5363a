import { describe, expect, test } from 'vitest';
import type { Advice } from '../../../../lib/domain/brief/advice.ts';
import { againstFailover, type LossLook } from '../../../../lib/domain/ledger/against-failover.ts';

const LOST: LossLook = { detected: true, at: '2026-03-01T03:02:00.000000Z', finding: 'region-lost' };
const OVER: LossLook = { detected: false, at: null, finding: 'nothing-seen' };

test('a loss that is seen speaks for itself, now as before', () => {
  expect(againstFailover(LOST, { reason: '', despite: null, advice: null, before: null })).toBeNull();
  expect(againstFailover(LOST, { reason: '', despite: null, advice: null, before: LOST })).toBeNull();
});

test('what is no loss needs a reason', () => {
  expect(againstFailover(OVER, { reason: '', despite: null, advice: null, before: null })).toBe(
    'what is seen now is nothing-seen; a failover all the same needs a reason (--despite)',
  );
  expect(againstFailover(OVER, { reason: '', despite: null, advice: null, before: OVER })).toBe(
    'what is seen now is nothing-seen; a failover all the same needs a reason (--despite)',
  );
  expect(
    againstFailover(OVER, { reason: '', despite: 'users cannot order', advice: null, before: LOST }),
  ).toBeNull();
});

test('a loss that is over by the time that people have approved it is none', () => {
  expect(againstFailover(OVER, { reason: '', despite: null, advice: null, before: LOST })).toBe(
    'what was seen before is over (region-lost, since 2026-03-01T03:02:00.000000Z): what is seen now is nothing-seen; a failover all the same needs a reason (--despite)',
  );
  expect(
    againstFailover(OVER, { reason: '', despite: null, advice: null, before: { ...LOST, at: null } }),
  ).toMatch(/^what was seen before is over \(region-lost\): /);
});

describe('a cut link', () => {
  const cut: LossLook = { ...LOST, finding: 'link-lost' };
  const advised = (recommendation: Advice['recommendation']): Advice => ({ recommendation, reason: 'seen' });
  const WORDS =
    'what is seen now is link-lost: the region lives behind a cut link, and may serve its users; a failover all the same needs a reason (--despite)';

  test.each([
    ['nobody has looked from elsewhere', null],
    ['who has looked from elsewhere advises against it', advised('do not fail over')],
  ])('needs a reason where %s', (_, advice) => {
    expect(againstFailover(cut, { reason: '', despite: null, advice, before: null })).toBe(WORDS);
    expect(againstFailover(cut, { reason: '', despite: null, advice, before: cut })).toBe(WORDS);
    expect(
      againstFailover(cut, { reason: '', despite: 'users cannot order', advice, before: null }),
    ).toBeNull();
  });

  test('needs none where the advice was to fail over', () => {
    const advice = advised('fail over');
    expect(againstFailover(cut, { reason: '', despite: null, advice, before: null })).toBeNull();
    expect(againstFailover(cut, { reason: '', despite: null, advice, before: cut })).toBeNull();
    expect(againstFailover(cut, { reason: '', despite: null, advice, before: OVER })).toBeNull();
  });

  test('needs one where people have approved something else', () => {
    const grounds = { reason: '', despite: null, advice: advised('fail over'), before: LOST };
    expect(againstFailover(cut, grounds)).toBe(WORDS);
  });

  test.each(['region-lost', 'service-lost', 'unknown'] as const)('is not %s', (finding) => {
    expect(
      againstFailover({ ...LOST, finding }, { reason: '', despite: null, advice: null, before: null }),
    ).toBeNull();
  });
});

describe('where who has looked from elsewhere could advise nothing', () => {
  const advice: Advice = { recommendation: 'look closer', reason: 'the witness has said nothing' };
  const WORDS =
    'the advice was LOOK CLOSER (the witness has said nothing); a failover all the same needs a reason (--reason)';

  test.each(['region-lost', 'link-lost', 'service-lost', 'unknown'] as const)(
    "it is somebody's word: %s",
    (finding) => {
      const look = { ...LOST, finding };
      for (const reason of ['', ' '])
        expect(againstFailover(look, { reason, despite: null, advice, before: null })).toBe(WORDS);
      expect(againstFailover(look, { reason: 'dark', despite: null, advice, before: null })).toBeNull();
      expect(againstFailover(look, { reason: '', despite: 'dark', advice, before: null })).toBeNull();
    },
  );
});
