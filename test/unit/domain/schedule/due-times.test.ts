import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { dueTimes } from '../../../../lib/domain/schedule/due-times.ts';

const span = (from: string, to: string, zone = 'UTC') => ({
  from: DateTime.fromISO(from, { zone }),
  to: DateTime.fromISO(to, { zone }),
});

type Days = readonly [from: string, to: string, zone?: string];

const due = (expression: string, ...days: Days) =>
  [...dueTimes(expression, span(...days))].map(({ local, at, isSkipped }) =>
    isSkipped ? `${local} skipped` : at.toISO({ suppressMilliseconds: true }),
  );

describe('a cron expression as EventBridge Scheduler reads it', () => {
  test.each([
    [
      'minutes by step',
      'cron(5/20 3 * * ? *)',
      ['2027-02-01T03:05:00Z', '2027-02-01T03:25:00Z', '2027-02-01T03:45:00Z'],
    ],
    [
      'days of the week count from 1, Sunday',
      'cron(0 3 ? * 1 *)',
      ['2027-02-07T03:00:00Z', '2027-02-14T03:00:00Z', '2027-02-21T03:00:00Z'],
    ],
    [
      'days of the week by name, in a range',
      'cron(0 3 ? * SUN-MON *)',
      ['2027-02-01T03:00:00Z', '2027-02-07T03:00:00Z', '2027-02-08T03:00:00Z'],
    ],
    [
      'days of the week in a range of numbers',
      'cron(0 3 ? * 2-3 *)',
      ['2027-02-01T03:00:00Z', '2027-02-02T03:00:00Z', '2027-02-08T03:00:00Z'],
    ],
    [
      'the second Sunday',
      'cron(0 3 ? * SUN#2 *)',
      ['2027-02-14T03:00:00Z', '2027-03-14T03:00:00Z', '2027-04-11T03:00:00Z'],
    ],
    [
      'the third Friday, by number',
      'cron(0 3 ? * 6#3 *)',
      ['2027-02-19T03:00:00Z', '2027-03-19T03:00:00Z', '2027-04-16T03:00:00Z'],
    ],
    [
      'the last Friday',
      'cron(0 3 ? * 6L *)',
      ['2027-02-26T03:00:00Z', '2027-03-26T03:00:00Z', '2027-04-30T03:00:00Z'],
    ],
    [
      'the last day of the week is Saturday',
      'cron(0 3 ? * L *)',
      ['2027-02-06T03:00:00Z', '2027-02-13T03:00:00Z', '2027-02-20T03:00:00Z'],
    ],
    [
      'the last day of a month',
      'cron(0 3 L * ? *)',
      ['2027-02-28T03:00:00Z', '2027-03-31T03:00:00Z', '2027-04-30T03:00:00Z'],
    ],
    [
      'the last weekday of a month',
      'cron(0 3 LW * ? *)',
      ['2027-02-26T03:00:00Z', '2027-03-31T03:00:00Z', '2027-04-30T03:00:00Z'],
    ],
    [
      'the weekday nearest to the sixth',
      'cron(0 3 6W * ? *)',
      ['2027-02-05T03:00:00Z', '2027-03-05T03:00:00Z', '2027-04-06T03:00:00Z'],
    ],
    [
      'each third month',
      'cron(0 2 1 1/3 ? *)',
      ['2027-04-01T02:00:00Z', '2027-07-01T02:00:00Z', '2027-10-01T02:00:00Z'],
    ],
    [
      'months by name',
      'cron(0 2 1 MAR,JUN ? *)',
      ['2027-03-01T02:00:00Z', '2027-06-01T02:00:00Z', '2028-03-01T02:00:00Z'],
    ],
    ['a year', 'cron(0 2 1 6 ? 2028-2029)', ['2028-06-01T02:00:00Z', '2029-06-01T02:00:00Z']],
  ])('%s: %s', (_, expression, expected) => {
    expect(due(expression, '2027-02-01', '2031-01-01').slice(0, 3)).toEqual(expected);
  });
});

describe('on days on which clocks are changed', () => {
  test('a time that clocks skip is not run', () => {
    expect(due('cron(30 2 * * ? *)', '2027-03-27', '2027-03-30', 'Europe/Berlin')).toEqual([
      '2027-03-27T02:30:00+01:00',
      '2027-03-28T02:30:00 skipped',
      '2027-03-29T02:30:00+02:00',
    ]);
  });

  test('a time that comes twice is run once, the first time', () => {
    expect(due('cron(30 2 * * ? *)', '2027-10-30', '2027-11-02', 'Europe/Berlin')).toEqual([
      '2027-10-30T02:30:00+02:00',
      '2027-10-31T02:30:00+02:00',
      '2027-11-01T02:30:00+01:00',
    ]);
  });

  test('a moment is meant in the zone, and may be one that clocks skip', () => {
    expect(due('at(2027-03-28T02:30:00)', '2027-01-01', '2028-01-01', 'Europe/Berlin')).toEqual([
      '2027-03-28T02:30:00 skipped',
    ]);
    expect(due('at(2027-03-28T03:30:00)', '2027-01-01', '2028-01-01', 'Europe/Berlin')).toEqual([
      '2027-03-28T03:30:00+02:00',
    ]);
  });

  test('a rate is elapsed time: its hour on the wall moves', () => {
    expect(due('rate(1 day)', '2027-03-27', '2027-03-30', 'Europe/Berlin')).toEqual([
      '2027-03-27T01:00:00+01:00',
      '2027-03-28T01:00:00+01:00',
      '2027-03-29T02:00:00+02:00',
    ]);
  });

  test('an hour that comes twice is asked for in its middle, and nothing is run again', () => {
    const from = DateTime.fromISO('2027-10-31T00:30:00Z').setZone('Europe/Berlin');
    const to = from.plus({ hours: 2 });
    expect(
      [...dueTimes('cron(0/15 * * * ? *)', { from, to })].map(({ at }) =>
        at.toUTC().toISOTime({ suppressMilliseconds: true, suppressSeconds: true }),
      ),
    ).toEqual(['00:30Z', '00:45Z', '02:00Z', '02:15Z']);
  });
});

test('a span begins with its first instant and ends before its last', () => {
  expect(due('rate(12 hours)', '2026-01-02', '2026-01-03')).toEqual([
    '2026-01-02T00:00:00Z',
    '2026-01-02T12:00:00Z',
  ]);
  expect(due('cron(0 0 * * ? *)', '2026-01-02', '2026-01-03')).toEqual(['2026-01-02T00:00:00Z']);
});

test('nothing is due before rates begin to count', () => {
  expect(due('rate(1 day)', '2025-12-30', '2026-01-02')).toEqual(['2026-01-01T00:00:00Z']);
});
