import { expect, test } from 'vitest';
import { watcherStall } from '../../../../lib/domain/measurement/watcher-stall.ts';
import { attempt, unanswered } from '../../../fakes/attempts.ts';

const question = { from: 100_000, to: 400_000, attemptTimeoutSeconds: 0.1 };

test('a heartbeat whose timers are on time stood never still, whatever it saw', () => {
  const attempts = [attempt(80), unanswered(100), unanswered(200), unanswered(300, { answered: 415_000 })];
  expect(watcherStall({ ...question, attempts })).toBe(0);
});

test('an attempt that outlived its time-out says for how long nobody was there to end it', () => {
  const late = { answered: 360_000 };
  expect(watcherStall({ ...question, attempts: [unanswered(200, late)] })).toBe(60_000);
  expect(watcherStall({ ...question, attempts: [attempt(200, late)] })).toBe(60_000);
});

test('a stall before or after what is to be believed does not count', () => {
  const attempts = [attempt(20, { answered: 99_000 }), unanswered(420, { answered: 900_000 })];
  expect(watcherStall({ ...question, attempts, attemptTimeoutSeconds: 0.05 })).toBe(0);
});
