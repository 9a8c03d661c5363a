import { DateTime } from 'luxon';
import { formatInstant, type Instant, parseInstant } from '../instant.ts';
import type { AlarmEvent } from './alarm-event.ts';
import type { CheckedRpo } from './checked-rpo.ts';

/** Names of a plan's RPO series and of its events in the recovery site's bucket: in the order of time. */
export const seriesKeys = {
  checks: (plan: string) => `series/${plan}/rpo/`,
  /** Of one month, such as `202611`. */
  checksOf: (plan: string, month: string) => `series/${plan}/rpo/${month}`,
  check: ({ plan, at, run }: Pick<CheckedRpo, 'plan' | 'at' | 'run'>) =>
    `series/${plan}/rpo/${digits(at)}-${run}.json`,
  events: (plan: string) => `events/${plan}/rpo/`,
  event: ({ time, detail: { plan, state } }: AlarmEvent) =>
    `events/${plan}/rpo/${digits(time)}-${state.value}-${state.cause}.json`,
} as const;

/** The month of an instant and those before it, the newest first. */
export function monthsBack(until: Instant, many: number): readonly string[] {
  const first = DateTime.fromMillis(Math.floor(until / 1000), { zone: 'utc' }).startOf('month');
  return Array.from({ length: many }, (_, back) => first.minus({ months: back }).toFormat('yyyyMM'));
}

/** A name in which a colon stands has to be quoted in too many places. */
function digits(text: string): string {
  return formatInstant(parseInstant(text)).replaceAll(/[-:]/g, '');
}
