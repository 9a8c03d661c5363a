import { expect, test } from 'vitest';
import { disruptionInterval } from '../../../../lib/domain/measurement/disruption-interval.ts';
import { attempt, unanswered } from '../../../fakes/attempts.ts';

const firstFailed = unanswered(1_020);
const outage = {
  lastAcknowledged: attempt(1_000),
  firstFailed,
  failedFirst: firstFailed,
  recovered: null,
  servedFrom: null,
};

test('without a receipt the disruption is known by the first failure', () => {
  expect(disruptionInterval(outage)).toEqual({ low: 1_000_000, high: 1_120_000 });
});

test('a receipt that every process was dead bounds it earlier, to the error of the clocks', () => {
  expect(disruptionInterval(outage, 1_040_000)).toEqual({ low: 1_000_000, high: 1_042_000 });
});

test('a receipt that is later than the failure, or earlier than the last acknowledgement, bounds nothing', () => {
  expect(disruptionInterval(outage, 1_119_000).high).toBe(1_120_000);
  expect(disruptionInterval(outage, 900_000).high).toBe(1_120_000);
});
