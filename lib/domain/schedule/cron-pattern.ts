/**
 * A cron expression of EventBridge Scheduler as croner reads it. Theirs has minutes first and the year last, counts
 * days of the week from 1 (Sunday), and writes "any" as `?` in one of the two fields of days; `1/3` begins at 1.
 * Source: EventBridge Scheduler User Guide, "Cron-based schedules".
 */
export function cronPattern(body: string): string {
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = body.split(' ');
  return [
    '0',
    stepped(minutes, 59),
    stepped(hours, 23),
    dayOfMonth === '?' ? '*' : stepped(dayOfMonth, 31),
    stepped(month, 12),
    dayOfWeek === '?' ? '*' : daysFromZero(stepped(dayOfWeek, 7)),
    stepped(year, 2199),
  ].join(' ');
}

/** `5/10` as `5-59/10`. */
function stepped(field: string, last: number): string {
  return field.replaceAll(/(^|,)([0-9A-Z]+)\//g, `$1$2-${last}/`);
}

/** Names stay; numbers of days count from 0, those of steps and of "the third of a month" do not change. */
function daysFromZero(field: string): string {
  if (field === 'L') return '6';
  return field
    .split(',')
    .map((item) => {
      const [days = '', step] = item.split('/');
      const [range = '', nth] = days.split('#');
      const moved = range.replaceAll(/\d/g, (digit) => String(Number(digit) - 1)).replace(/L$/, '#L');
      return `${moved}${nth === undefined ? '' : `#${nth}`}${step === undefined ? '' : `/${step}`}`;
    })
    .join(',');
}
