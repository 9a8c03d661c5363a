import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { drillSchedule, type ScheduledDrill } from '../../../../lib/domain/schedule/drill-schedule.ts';
import { TooManyTimes } from '../../../../lib/domain/schedule/due-times.ts';
import { planOf, SMALL_PLAN } from '../plan/small-plan.ts';

const scheduled = (drills: string, calendar = '', zone = 'Europe/Berlin') =>
  planOf(`${SMALL_PLAN}timeZone: ${zone}\n${calendar}drills:\n${drills}`);

const shown = ({ kind, due, fate, span, closed, collidesWith }: ScheduledDrill) =>
  [
    `${kind} due ${due.local} ${fate}`,
    ...(fate === 'moved'
      ? [
          `to ${span?.from.toISO({ includeOffset: false, suppressMilliseconds: true, suppressSeconds: true })}`,
        ]
      : []),
    ...(closed.length > 0 ? [`for ${closed.map(({ name }) => name).join(' and ')}`] : []),
    ...(collidesWith.length > 0 ? [`with ${collidesWith.join(' and ')}`] : []),
  ].join(' ');

const schedule = (plan: ReturnType<typeof planOf>, from: string, to: string) => {
  const zone = plan.timeZone;
  return drillSchedule(plan, { from: DateTime.fromISO(from, { zone }), to: DateTime.fromISO(to, { zone }) });
};

const drillsOf = (...args: Parameters<typeof schedule>) => schedule(...args).drills.map(shown);

const BLACKOUT = (inside: string) => `calendar:
  insideBlackout: ${inside}
  blackouts:
    - { name: sale, from: 2027-02-01T02:00, to: 2027-02-01T04:00 }
    - { name: match, from: 2027-02-01T04:10, to: 2027-02-01T05:00 }
`;

test('drills of every kind in the order of their times', () => {
  const plan = scheduled(
    '  failover: { schedule: cron(0 5 ? * MON *) }\n  backup: { schedule: cron(0 3 * * ? *) }\n',
  );
  expect(drillsOf(plan, '2027-02-01', '2027-02-03')).toEqual([
    'backup due 2027-02-01T03:00:00 runs',
    'failover due 2027-02-01T05:00:00 runs',
    'backup due 2027-02-02T03:00:00 runs',
  ]);
});

describe('a drill that would run, or last, into what is closed', () => {
  test('is refused where the plan says so', () => {
    const plan = scheduled('  failover: { schedule: cron(50 1 * * ? *) }\n', BLACKOUT('refuse'));
    expect(drillsOf(plan, '2027-02-01', '2027-02-03')).toEqual([
      'failover due 2027-02-01T01:50:00 refused for sale',
      'failover due 2027-02-02T01:50:00 runs',
    ]);
  });

  test('is moved to the first time that is open for as long as it lasts', () => {
    const plan = scheduled('  failover: { schedule: cron(0 3 1 2 ? 2027) }\n', BLACKOUT('move'));
    expect(drillsOf(plan, '2027-02-01', '2027-02-03')).toEqual([
      'failover due 2027-02-01T03:00:00 moved to 2027-02-01T05:00 for sale',
    ]);
  });

  test('is moved into a gap that is long enough', () => {
    const plan = scheduled(
      '  failover: { schedule: cron(0 3 1 2 ? 2027), lasts: PT10M }\n',
      BLACKOUT('move'),
    );
    expect(drillsOf(plan, '2027-02-01', '2027-02-03')).toEqual([
      'failover due 2027-02-01T03:00:00 moved to 2027-02-01T04:00 for sale',
    ]);
  });

  test('is refused after all where nothing is open for a month', () => {
    const calendar =
      'calendar:\n  insideBlackout: move\n  freezes: [{ name: peak, from: 2027-02-01, to: 2027-03-15 }]\n';
    const plan = scheduled('  failover: { schedule: cron(0 3 1 2 ? 2027) }\n', calendar);
    expect(drillsOf(plan, '2027-02-01', '2027-02-03')).toEqual([
      'failover due 2027-02-01T03:00:00 refused for peak',
    ]);
  });

  test('runs all the same where it guards the data', () => {
    const plan = scheduled(
      '  backup: { schedule: cron(0 3 1 2 ? 2027) }\n  replication-check: { schedule: cron(0 3 1 2 ? 2027) }\n',
      BLACKOUT('refuse'),
    );
    expect(drillsOf(plan, '2027-02-01', '2027-02-03')).toEqual([
      'backup due 2027-02-01T03:00:00 runs',
      'replication-check due 2027-02-01T03:00:00 runs',
    ]);
  });

  test('a freeze includes its last day, and no more', () => {
    const calendar = 'calendar:\n  freezes: [{ name: peak, from: 2027-02-02, to: 2027-02-03 }]\n';
    const plan = scheduled('  restore: { schedule: cron(0 0 * * ? *) }\n', calendar);
    expect(drillsOf(plan, '2027-02-01', '2027-02-05')).toEqual([
      'restore due 2027-02-01T00:00:00 runs',
      'restore due 2027-02-02T00:00:00 refused for peak',
      'restore due 2027-02-03T00:00:00 refused for peak',
      'restore due 2027-02-04T00:00:00 runs',
    ]);
  });

  test('also into a blackout that began before the span', () => {
    const calendar =
      'calendar:\n  recurringBlackouts: [{ name: weekend, starts: cron(0 12 ? * SAT *), lasts: PT36H }]\n';
    const plan = scheduled('  failover: { schedule: cron(0 23 ? * SUN *) }\n', calendar);
    const { drills, closed } = schedule(plan, '2027-02-07T20:00', '2027-02-08T12:00');
    expect(drills.map(shown)).toEqual(['failover due 2027-02-07T23:00:00 refused for weekend']);
    expect(closed.map(({ name, from, to }) => [name, from.toISO(), to.toISO()])).toEqual([
      ['weekend', '2027-02-06T12:00:00.000+01:00', '2027-02-08T00:00:00.000+01:00'],
    ]);
  });
});

test('drills whose times overlap collide, and are said to, both; those that guard the data do not', () => {
  const plan = scheduled(
    '  failover: { schedule: cron(0 3 1 2 ? 2027), lasts: PT1H }\n  restore: { schedule: cron(59 3 1 2 ? 2027) }\n  switchover: { schedule: cron(0 4 1 2 ? 2027), lasts: PT10M }\n  backup: { schedule: cron(0 3 1 2 ? 2027) }\n',
  );
  expect(drillsOf(plan, '2027-02-01', '2027-02-03')).toEqual([
    'backup due 2027-02-01T03:00:00 runs',
    'failover due 2027-02-01T03:00:00 runs with restore',
    'restore due 2027-02-01T03:59:00 runs with failover and switchover',
    'switchover due 2027-02-01T04:00:00 runs with restore',
  ]);
});

test('a drill that was due before the span is in it when it was moved there, or still runs', () => {
  const plan = scheduled(
    '  failover: { schedule: cron(0 3 1 2 ? 2027) }\n  restore: { schedule: cron(30 4 1 2 ? 2027), lasts: PT1H }\n',
    BLACKOUT('move').replace('04:10, to: 2027-02-01T05:00', '06:10, to: 2027-02-01T07:00'),
  );
  expect(drillsOf(plan, '2027-02-01T04:10', '2027-02-02')).toEqual([
    'failover due 2027-02-01T03:00:00 moved to 2027-02-01T04:00 for sale',
    'restore due 2027-02-01T04:30:00 runs',
  ]);
  expect(drillsOf(plan, '2027-02-01T05:00', '2027-02-02')).toEqual(['restore due 2027-02-01T04:30:00 runs']);
  expect(drillsOf(plan, '2027-02-01T05:30', '2027-02-02')).toEqual([]);
});

test('on the day on which clocks skip its time it does not run, and the schedule says so', () => {
  const plan = scheduled('  failover: { schedule: cron(30 2 ? * SUN *) }\n');
  expect(drillsOf(plan, '2027-03-21', '2027-04-05')).toEqual([
    'failover due 2027-03-21T02:30:00 runs',
    'failover due 2027-03-28T02:30:00 skipped',
    'failover due 2027-04-04T02:30:00 runs',
  ]);
});

test('more drills than anybody reads are refused', () => {
  const plan = scheduled('  replication-check: { schedule: rate(5 minutes) }\n');
  expect(() => schedule(plan, '2027-01-01', '2028-01-01')).toThrow(TooManyTimes);
  expect(schedule(plan, '2027-01-01', '2027-02-01').drills).toHaveLength(31 * 288);
});
