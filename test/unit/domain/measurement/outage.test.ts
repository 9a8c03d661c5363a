import { expect, test } from 'vitest';
import { disruptionInterval } from '../../../../lib/domain/measurement/disruption-interval.ts';
import { findOutage } from '../../../../lib/domain/measurement/outage.ts';
import { recoveryInterval } from '../../../../lib/domain/measurement/recovery-interval.ts';
import { attempt, unanswered } from '../../../fakes/attempts.ts';

const search = { recoveryServer: 'new', goodToRecover: 3, requestedAt: null, until: null };
const atNew = (ms: number) => attempt(ms, { server: 'new' });

test('the disruption lies between the last acknowledged sending and the first known failure', () => {
  const outage = findOutage(
    [attempt(0), attempt(20), unanswered(40), unanswered(60), atNew(200), atNew(220), atNew(240)],
    search,
  );
  expect(outage && disruptionInterval(outage)).toEqual({ low: 20_000, high: 140_000 });
  expect(outage && recoveryInterval(outage)).toEqual({ low: 200_000, high: 202_000 });
});

test('a recovery needs so many good heartbeats in a row: one that fails starts the count again', () => {
  const outage = findOutage(
    [attempt(0), unanswered(20), atNew(200), atNew(220), unanswered(240), atNew(260), atNew(280), atNew(300)],
    search,
  );
  expect(outage && recoveryInterval(outage)).toEqual({ low: 260_000, high: 262_000 });
});

test('acknowledgements of another server than the promoted one are no recovery', () => {
  const outage = findOutage([attempt(0), unanswered(20), attempt(200), attempt(220), attempt(240)], search);
  expect(outage).toBeNull();
});

test('a failure that the old primary outlived is no outage', () => {
  expect(findOutage([attempt(0), unanswered(20), attempt(40), attempt(60)], search)).toBeNull();
});

test('a probe that was never acknowledged before saw no outage', () => {
  expect(findOutage([unanswered(0), atNew(200), atNew(220), atNew(240)], search)).toBeNull();
});

test('what the old primary acknowledges after the undo neither ends nor hides the outage', () => {
  const outage = findOutage([attempt(0), unanswered(20), unanswered(40), attempt(500), attempt(520)], {
    ...search,
    until: 400_000,
  });
  expect(outage && disruptionInterval(outage)).toEqual({ low: 0, high: 120_000 });
  expect(outage && recoveryInterval(outage)).toBeNull();
});

test('what failed before a drill asked for its disruption failed for another reason', () => {
  const attempts = [
    attempt(0),
    unanswered(20, { answered: 21_000 }),
    unanswered(40),
    atNew(200),
    atNew(220),
    atNew(240),
  ];
  const outage = findOutage(attempts, { ...search, requestedAt: 30_000 });
  expect([outage?.failedFirst.seq, outage?.firstFailed.seq]).toEqual([1, 2]);
});
