import { expect, test } from 'vitest';
import { inconclusive, met, missed, worstOf, worstVerdict } from '../../../../lib/domain/judge/finding.ts';

test('missed is worse than inconclusive, which is worse than met', () => {
  expect(worstVerdict(['met', 'missed', 'inconclusive'])).toBe('missed');
  expect(worstVerdict(['met', 'inconclusive', 'met'])).toBe('inconclusive');
  expect(worstVerdict(['met'])).toBe('met');
});

test('nothing found is inconclusive', () => {
  expect([worstVerdict([]), worstOf([]).verdict]).toEqual(['inconclusive', 'inconclusive']);
});

test('the worst finding keeps every reason that made it so, once', () => {
  const findings = [met('a'), missed('b'), inconclusive('c'), missed('d'), missed('b')];
  expect(worstOf(findings)).toEqual({ verdict: 'missed', reason: 'b; d' });
});
