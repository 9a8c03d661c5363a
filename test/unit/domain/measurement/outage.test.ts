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

test('a recovery needs so many good heartbeats in a row, and may have been there with the first one', () => {
  const outage = findOutage(
    [attempt(0), unanswered(20), atNew(200), atNew(220), unanswered(240), atNew(260), atNew(280), atNew(300)],
    search,
  );
  expect(outage && recoveryInterval(outage)).toEqual({ low: 200_000, high: 262_000 });
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

const led = (ms: number, began: number, failedBefore: number | null) =>
  attempt(ms, {
    server: 'new',
    connection: 7,
    opening: { began: began * 1000, failedBefore: failedBefore && failedBefore * 1000 },
  });

test.each([
  { what: 'from the latest opening that led nowhere', first: led(200, 190, 170), low: 170_000 },
  { what: 'from its own opening where none before it failed', first: led(200, 190, null), low: 190_000 },
  { what: 'from its sending where it waited for the opening', first: led(180, 190, null), low: 180_000 },
  {
    what: 'from its own opening where the one that failed was long before the outage',
    first: led(200, 190, -60_000),
    low: 190_000,
  },
  {
    what: 'from its sending on a connection from before the outage',
    first: led(200, 10, null),
    low: 200_000,
  },
])('others may have been served before the first good heartbeat: $what', ({ first, low }) => {
  const outage = findOutage(
    [attempt(0), attempt(20), unanswered(40), unanswered(60), first, atNew(220), atNew(240)],
    search,
  );
  expect(outage && recoveryInterval(outage)).toEqual({ low, high: first.answered });
});

test('attempts that were begun before the recovery and that no server ever had do not undo it', () => {
  const queued = (ms: number) =>
    unanswered(ms, { outcome: 'failed', server: null, answered: ms * 1000 + 100_000 });
  const first = atNew(180);
  const attempts = [attempt(0), unanswered(20), first, queued(181), atNew(220), atNew(240)];
  const outage = findOutage(attempts, search);
  expect(outage && recoveryInterval(outage)).toEqual({ low: 180_000, high: first.answered });
});

test('an attempt that was begun after the first good one was answered counts, also when no server had it', () => {
  const failed = unanswered(200, { outcome: 'failed', server: null });
  const attempts = [attempt(0), unanswered(20), atNew(180), failed, atNew(220), atNew(240), atNew(260)];
  const outage = findOutage(attempts, search);
  expect(outage && recoveryInterval(outage)).toEqual({ low: 180_000, high: 222_000 });
});
