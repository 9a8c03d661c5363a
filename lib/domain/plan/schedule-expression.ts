import { DateTime } from 'luxon';
import * as z from 'zod';
import { withForm } from './plan-forms.ts';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Words that stand for min, min + 1 and so on. */
  readonly words: readonly string[];
  /** Forms beyond numbers, ranges, steps and the star. */
  readonly special: RegExp | null;
}

/** EventBridge Scheduler User Guide, "Cron-based schedules": six fields with the year; 1 is Sunday. */
const FIELDS: readonly CronField[] = [
  { name: 'minutes', min: 0, max: 59, words: [], special: null },
  { name: 'hours', min: 0, max: 23, words: [], special: null },
  { name: 'day of month', min: 1, max: 31, words: [], special: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', min: 1, max: 12, words: MONTHS, special: null },
  { name: 'day of week', min: 1, max: 7, words: WEEKDAYS, special: /^(\?|L|([1-7]|[A-Z]{3})(L|#[1-5]))$/ },
  { name: 'year', min: 1970, max: 2199, words: [], special: null },
];

/** An expression of EventBridge Scheduler: cron(…) with six fields, rate(…) or at(…). */
export const scheduleExpression = withForm(
  z.string().superRefine((text, context) => {
    const expected = unlikeSchedule(text);
    if (expected) context.addIssue({ code: 'custom', message: expected, input: text });
  }),
  'schedule',
);

function unlikeSchedule(text: string): string | undefined {
  const [, kind, body = ''] = /^(cron|rate|at)\((.*)\)$/.exec(text) ?? [];
  if (kind === 'cron') return unlikeCron(body);
  if (kind === 'rate')
    return /^[1-9]\d{0,4} (minute|hour|day)s?$/.test(body) ? undefined : 'a rate such as rate(7 days)';
  if (kind === 'at') {
    const valid = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(body) && DateTime.fromISO(body).isValid;
    return valid ? undefined : 'a moment such as at(2026-12-24T18:00:00)';
  }
  return 'a schedule such as cron(0 3 ? * SUN *), rate(7 days) or at(2026-12-24T18:00:00)';
}

function unlikeCron(body: string): string | undefined {
  const parts = body.split(' ');
  if (parts.length !== FIELDS.length) {
    return 'cron() with six fields: minutes, hours, day of month, month, day of week, year';
  }
  const wrong = FIELDS.find((field, index) => !fits(field, parts[index] ?? ''));
  if (wrong) return `cron() whose ${wrong.name} is within ${wrong.min} to ${wrong.max}, or *`;
  const openDays = [parts[2], parts[4]].filter((part) => part === '?').length;
  return openDays === 1 ? undefined : 'cron() with ? as either the day of month or the day of week';
}

function fits(field: CronField, part: string): boolean {
  if (field.special?.test(part)) return true;
  return part.split(',').every((item) => {
    const [range = '', step, ...more] = item.split('/');
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d?$/.test(step))) return false;
    if (range === '*') return true;
    const ends = range.split('-').map((end) => valueOf(field, end));
    const [from = Number.NaN, to = from] = ends;
    return ends.length <= 2 && from >= field.min && to <= field.max && from <= to;
  });
}

function valueOf(field: CronField, text: string): number {
  const word = field.words.indexOf(text);
  if (word >= 0) return field.min + word;
  return /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
}
