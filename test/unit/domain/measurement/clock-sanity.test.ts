import { expect, test } from 'vitest';
import { clockProblems } from '../../../../lib/domain/measurement/clock-sanity.ts';
import { attempt } from '../../../fakes/attempts.ts';

test('clocks that agree within 5 ms are no problem', () => {
  const late = { answered: 22_000, monotonicAnswered: 27_000 };
  expect(clockProblems([attempt(0), attempt(20, late)])).toEqual([]);
});

test('an attempt whose two clocks disagree is named', () => {
  expect(clockProblems([attempt(20, { monotonicAnswered: 27_001 })])).toEqual([
    'heartbeat 0/1 took 0.002 s by UTC and 0.007001 s by the monotonic clock',
  ]);
});

test('a clock that was stepped between two attempts of one process is named', () => {
  const stepped = attempt(1000, { monotonicSent: 400_000, monotonicAnswered: 402_000 });
  expect(clockProblems([attempt(0), stepped])).toEqual([
    "the writer's clock was stepped by 0.6 s between heartbeats 0/0 and 0/50",
  ]);
});

test('monotonic clocks of two segments are not compared: they share no zero', () => {
  const other = attempt(1000, { segment: 1, monotonicSent: 0, monotonicAnswered: 2_000 });
  expect(clockProblems([attempt(0), other])).toEqual([]);
});
