import { DateTime } from 'luxon';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { dueTimes, type Span } from './due-times.ts';

/** A time in which no drill may run; `to` is not in it. */
export interface ClosedWindow extends Span {
  readonly name: string;
  readonly kind: 'blackout' | 'freeze';
}

/** The blackouts and freezes of a plan that touch a span, in the order of their starts. @throws TooManyTimes */
export function closedWindows(
  { calendar, timeZone: zone }: Pick<RecoveryPlan, 'calendar' | 'timeZone'>,
  span: Span,
): readonly ClosedWindow[] {
  const blackouts = calendar.blackouts.map(({ name, from, to }): ClosedWindow => {
    return {
      name,
      kind: 'blackout',
      from: DateTime.fromISO(from, { zone }),
      to: DateTime.fromISO(to, { zone }),
    };
  });
  const freezes = calendar.freezes.map(({ name, from, to }): ClosedWindow => {
    const after = DateTime.fromISO(to, { zone }).plus({ days: 1 });
    return { name, kind: 'freeze', from: DateTime.fromISO(from, { zone }), to: after };
  });
  return [...blackouts, ...freezes, ...recurring(calendar.recurringBlackouts, span)]
    .filter((window) => overlaps(window, span))
    .toSorted((a, b) => a.from.toMillis() - b.from.toMillis());
}

function recurring(
  blackouts: RecoveryPlan['calendar']['recurringBlackouts'],
  span: Span,
): readonly ClosedWindow[] {
  return blackouts.flatMap(({ name, starts, lasts: { seconds } }) => {
    const wider = { from: span.from.minus({ seconds }), to: span.to };
    return dueTimes(starts, wider).map(
      ({ at }): ClosedWindow => ({ name, kind: 'blackout', from: at, to: at.plus({ seconds }) }),
    );
  });
}

export function overlaps(one: Span, other: Span): boolean {
  return one.from < other.to && other.from < one.to;
}
