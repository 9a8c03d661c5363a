import { DateTime } from 'luxon';
import type { Instant } from '../instant.ts';
import type { QuietHours } from '../run/run-notices.ts';

/**
 * When the quiet hours end that an instant lies in; null when it lies in none. The hours are those of the clock on the
 * wall: where it is put forward or back they are an hour shorter or longer. From and to alike are no quiet hours.
 */
export function quietUntil(hours: QuietHours | null, timeZone: string, at: Instant): Instant | null {
  if (!hours || hours.from === hours.to) return null;
  const local = DateTime.fromMillis(at / 1000, { zone: timeZone });
  // The hours that lie around an instant began today or the day before.
  for (const begins of [local, local.minus({ days: 1 })]) {
    const from = clockTime(begins, hours.from);
    const to = clockTime(hours.to > hours.from ? begins : begins.plus({ days: 1 }), hours.to);
    if (local >= from && local < to) return to.toMillis() * 1000;
  }
  return null;
}

function clockTime(day: DateTime, time: string): DateTime {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return day.set({ hour, minute, second: 0, millisecond: 0 });
}
