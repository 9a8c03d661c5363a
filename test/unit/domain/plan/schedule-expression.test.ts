import { describe, expect, it } from 'vitest';
import { scheduleExpression } from '../../../../lib/domain/plan/schedule-expression.ts';

const answer = (text: string) => scheduleExpression.safeParse(text).error?.issues[0]?.message;

describe('a schedule', () => {
  it.each([
    'cron(0 3 ? * SUN *)',
    'cron(0 2 ? 1/3 SUN#1 *)',
    'cron(*/15 8-18 ? * MON-FRI *)',
    'cron(0 0 L * ? 2027)',
    'cron(0 0 15W * ? *)',
    'rate(1 hour)',
    'rate(15 minutes)',
    'at(2026-12-24T18:00:00)',
  ])('%s is one', (text) => {
    expect(answer(text)).toBeUndefined();
  });

  it.each([
    ['0 3 * * *', 'a schedule such as cron(0 3 ? * SUN *), rate(7 days) or at(2026-12-24T18:00:00)'],
    ['cron(0 3 * * *)', 'cron() with six fields: minutes, hours, day of month, month, day of week, year'],
    ['cron(60 3 ? * SUN *)', 'cron() whose minutes is within 0 to 59, or *'],
    ['cron(0 3 ? * 0 *)', 'cron() whose day of week is within 1 to 7, or *'],
    ['cron(0 5-3 ? * SUN *)', 'cron() whose hours is within 0 to 23, or *'],
    ['cron(0 3 * * * *)', 'cron() with ? as either the day of month or the day of week'],
    ['rate(0 days)', 'a rate such as rate(7 days)'],
    ['at(2026-02-30T18:00:00)', 'a moment such as at(2026-12-24T18:00:00)'],
  ])('%s is none', (text, expected) => {
    expect(answer(text)).toBe(expected);
  });
});
