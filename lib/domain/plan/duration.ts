import { Duration } from 'luxon';
import * as z from 'zod';
import { withForm } from './plan-forms.ts';

export interface PlanDuration {
  /** As it stands in the plan. */
  readonly iso: string;
  readonly seconds: number;
}

export interface DurationLimits {
  readonly minSeconds?: number;
  readonly maxSeconds?: number;
  /** True where AWS takes whole seconds only: Wait and TimeoutSeconds of a state. */
  readonly whole?: boolean;
}

/** As an editor can check it; what it may be is checked by luxon. */
const ISO_DURATION =
  '^P(?=.)(\\d+(\\.\\d+)?W)?(\\d+(\\.\\d+)?D)?(T(\\d+(\\.\\d+)?H)?(\\d+(\\.\\d+)?M)?(\\d+([.,]\\d+)?S)?)?$';

/**
 * An ISO 8601 duration of a plan. Years and months are refused, since their length depends on when they start; a day
 * is 86,400 seconds.
 */
export function duration(limits: DurationLimits = {}) {
  const { minSeconds = 0, maxSeconds, whole = false } = limits;
  const text = z.string().meta({ pattern: ISO_DURATION });
  return withForm(text, durationForm(limits)).transform((iso, context): PlanDuration => {
    const seconds = secondsOf(iso);
    const expected =
      unlike(iso, seconds) ??
      (seconds < minSeconds ? `a duration of at least ${minSeconds} s` : undefined) ??
      (maxSeconds !== undefined && seconds > maxSeconds
        ? `a duration of at most ${maxSeconds} s`
        : undefined) ??
      (whole && !Number.isInteger(seconds) ? 'a duration in whole seconds' : undefined);
    if (expected) context.addIssue({ code: 'custom', message: expected, input: iso });
    return { iso, seconds };
  });
}

function durationForm({ minSeconds = 0, maxSeconds, whole }: DurationLimits): string {
  const least = minSeconds > 0 ? `, ${inWords(minSeconds)}` : '';
  const most = maxSeconds === undefined ? (least ? ' or more' : '') : ` to ${inWords(maxSeconds)}`;
  return `duration${least}${most}${whole ? ', whole seconds' : ''}`;
}

const UNITS = [
  [86_400, 'd'],
  [3_600, 'h'],
] as const;

function inWords(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  const [size, unit] = UNITS.find(([one]) => seconds % one === 0) ?? [1, 's'];
  return `${seconds / size} ${unit}`;
}

/** What was expected instead of a text that is no usable duration; undefined when it is one. */
function unlike(iso: string, seconds: number): string | undefined {
  if (Number.isNaN(seconds)) return 'an ISO 8601 duration such as PT1H, PT30S or PT0.02S';
  const { years, months } = Duration.fromISO(iso);
  if (years || months)
    return 'a duration in weeks, days, hours, minutes and seconds (a month has no fixed length)';
  return seconds < 0 ? 'a duration that is not negative' : undefined;
}

function secondsOf(iso: string): number {
  const parsed = Duration.fromISO(iso);
  return parsed.isValid ? Math.round(parsed.toMillis() * 1000) / 1e6 : Number.NaN;
}
