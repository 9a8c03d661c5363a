import { type DateTime, Interval } from 'luxon';
import { formatInstant, type Instant } from '../domain/instant.ts';
import type { SwitchoverInput } from '../domain/run/switchover-input.ts';
import { UsageError } from './usage-error.ts';

interface Wanted {
  /** An interval as ISO 8601 writes it: begin and end, or begin and duration. Absent: at once, however long it takes. */
  readonly window: string | undefined;
  readonly zone: string;
  readonly now: Instant;
}

/** The window in which roles may change back. @throws UsageError when it is none, or it is not open now */
export function failbackWindow({ window, zone, now }: Wanted): SwitchoverInput['window'] {
  if (window === undefined) return undefined;
  const { start, end } = Interval.fromISO(window, { zone });
  if (!start || !end || end <= start)
    throw new UsageError(
      `--window ${window} is no window; give its begin, and its end or how long it is open, such as 2027-02-01T02:00/PT2H`,
    );
  const [from, to] = [instantOf(start), instantOf(end)];
  if (now >= from && now < to) return { from: formatInstant(from), to: formatInstant(to) };
  const when = now < from ? `opens at ${formatInstant(from)}` : `closed at ${formatInstant(to)}`;
  throw new UsageError(`the window ${when}, and it is ${formatInstant(now)}: nothing was begun`);
}

function instantOf(time: DateTime): Instant {
  return time.toMillis() * 1000;
}
