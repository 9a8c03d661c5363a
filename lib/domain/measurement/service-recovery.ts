import { type Instant, parseInstant } from '../instant.ts';
import type { HealthSample } from '../ledger/health-sample.ts';
import type { Interval } from './interval.ts';

export interface ServiceQuestion {
  readonly service: string;
  readonly disruption: Interval;
  /** When the workflow had verified the services; a failing check after it is a matter of the hold. Null: never. */
  readonly verifiedAt: Instant | null;
  /** When the fault was undone. Null: never. */
  readonly until: Instant | null;
}

/** `recovery` null: no good check while it was observed. */
export interface ServiceRecovery {
  readonly recovery: Interval | null;
  readonly checks: number;
  readonly failedChecks: number;
}

/**
 * When a service answered again, by the checks made from outside. It was not yet well when the last failing check was
 * sent, and well when the first good one after that was answered: a service that answers once and fails again has not
 * recovered. One that never failed counts from the first good check after the disruption.
 */
export function serviceRecovery(
  samples: readonly HealthSample[],
  question: ServiceQuestion,
): ServiceRecovery {
  const { disruption, verifiedAt, until } = question;
  const checks = samples
    .filter(({ service }) => service === question.service)
    .map(({ healthy, ...times }) => ({
      healthy,
      sent: parseInstant(times.sent),
      answered: parseInstant(times.answered),
    }))
    .filter(({ sent }) => sent >= disruption.low && sent < (until ?? Number.POSITIVE_INFINITY))
    .toSorted((a, b) => a.sent - b.sent);
  const outageEnd = verifiedAt ?? Number.POSITIVE_INFINITY;
  const failed = checks.filter(({ healthy, sent }) => !healthy && sent < outageEnd);
  const lastFailed = failed.at(-1)?.sent ?? null;
  const good = checks.find(({ healthy, sent }) => healthy && sent > (lastFailed ?? disruption.high));
  return {
    recovery: good ? { low: lastFailed ?? disruption.low, high: good.answered } : null,
    checks: checks.length,
    failedChecks: failed.length,
  };
}
