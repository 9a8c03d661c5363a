import ical, { ICalCalendarMethod, ICalEventTransparency } from 'ical-generator';
import type { DateTime } from 'luxon';
import type { PlannedSchedule } from './schedule.ts';

/**
 * A schedule as an iCalendar file (RFC 5545): what runs, and what is closed. Times are UTC's, so that no reader needs
 * the zone's rules; a drill keeps its id when it is moved, so that a calendar that reads the file again moves it too.
 */
export function scheduleCalendar({ plan, schedule }: PlannedSchedule, now: string): string {
  const calendar = ical({
    name: `Drills of ${plan.name}`,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Muster', product: 'Schedule' },
  });
  for (const { kind, due, fate, span, collidesWith } of schedule.drills) {
    if (!span) continue;
    const remarks = [
      ...(fate === 'moved' ? ['Moved out of a blackout.'] : []),
      ...(collidesWith.length > 0 ? [`Collides with ${collidesWith.join(', ')}.`] : []),
    ];
    calendar.createEvent({
      id: `${plan.name}-${kind}-${due.local}@muster`,
      summary: `${kind} drill of ${plan.name}`,
      description: [`Due at ${due.local} in ${plan.timeZone}; its end is a guess.`, ...remarks].join(' '),
      start: utc(span.from),
      end: utc(span.to),
      stamp: now,
    });
  }
  for (const { name, kind, from, to } of schedule.closed) {
    calendar.createEvent({
      id: `${plan.name}-closed-${name}-${from.toISO({ includeOffset: false })}@muster`,
      summary: `No drills of ${plan.name}: ${name}`,
      description: kind,
      start: utc(from),
      end: utc(to),
      stamp: now,
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return `${calendar.toString()}\r\n`;
}

function utc(time: DateTime): string {
  return time.toUTC().toISO() ?? '';
}
