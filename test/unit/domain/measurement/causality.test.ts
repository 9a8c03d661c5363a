import { expect, test } from 'vitest';
import { causalityProblems } from '../../../../lib/domain/measurement/causality.ts';

const pair = (causeAt: number | null, effectAt: number | null) => [
  { cause: 'the request', causeAt, effect: 'the failure', effectAt },
];

test('an effect after its cause contradicts nothing, and neither does one within the error of the clocks', () => {
  expect(causalityProblems([...pair(0, 5), ...pair(3_000, 0)])).toEqual([]);
});

test('an effect that is stamped before its cause shows that their clocks disagree', () => {
  expect(causalityProblems(pair(53_000, 0))).toEqual([
    'the failure is stamped 0.053 s before the request: their clocks disagree by at least that',
  ]);
});

test('a moment that is not known contradicts nothing', () => {
  expect(causalityProblems([...pair(null, 0), ...pair(9_000, null)])).toEqual([]);
});
