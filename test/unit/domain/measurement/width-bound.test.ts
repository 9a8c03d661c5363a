import { expect, test } from 'vitest';
import { disruptionInterval } from '../../../../lib/domain/measurement/disruption-interval.ts';
import type { TimedAttempt } from '../../../../lib/domain/measurement/timed-attempt.ts';
import { widthProblem } from '../../../../lib/domain/measurement/width-bound.ts';
import { attempt, unanswered } from '../../../fakes/attempts.ts';

const outageOf = (lastAcknowledged: TimedAttempt, firstFailed: TimedAttempt) => {
  return { lastAcknowledged, firstFailed, failedFirst: firstFailed, recovered: null, servedFrom: null };
};
const timing = { intervalSeconds: 0.02, attemptTimeoutSeconds: 0.1 };

test('a probe that kept its rate knows the disruption within the bound', () => {
  const outage = outageOf(attempt(0), unanswered(20));
  expect(widthProblem(outage, disruptionInterval(outage), timing)).toBeNull();
});

test('one that stood still between two attempts does not', () => {
  const outage = outageOf(attempt(0), unanswered(120));
  expect(widthProblem(outage, disruptionInterval(outage), timing)).toBe(
    'the moment of disruption is known to 0.22 s only; a probe that kept its rate knows it to 0.2 s',
  );
});

test('an attempt that itself took long explains the width', () => {
  const outage = outageOf(attempt(0, { answered: 119_000 }), unanswered(120));
  expect(widthProblem(outage, disruptionInterval(outage), timing)).toBeNull();
});
