import { formatInstant, type Instant } from '../../../lib/domain/instant.ts';
import type { MeasuredService, RunMeasurement } from '../../../lib/domain/judge/measure-run.ts';
import { onAnyClock } from '../../../lib/domain/measurement/clock-error.ts';
import type { DatabaseMeasurement } from '../../../lib/domain/measurement/database-measurement.ts';
import type { Truth } from './truth.ts';

/**
 * Where a recovery was measured that the doors contradict. A door writes down that it leads clients elsewhere, and then
 * leads the first one there; promotion was proven before. So with L that instant:
 *
 * - nobody was served by the recovery site before L, and whoever was served there was answered after it: a recovery's
 *   high end, which is an answer, lies after L;
 * - the client that came at L reached a server that takes writes: it may have been served. A recovery's low end is an
 *   instant at which somebody who came was surely not: one led to the lost site. It was led there before L, and came
 *   before it was led, so the low end lies before L. A heartbeat breaks this only where the promoted server leaves a
 *   connection without any answer for the attempt's time-out, or refuses it: it then takes the server for one that
 *   serves nobody, and another client may have been served.
 *
 * The door's clock is that of another process than the heartbeat's.
 */
export function doorBreaches(truth: Truth, { databases, services }: RunMeasurement): readonly string[] {
  const required = services.filter(({ service }) => service.required);
  return [
    ...databases.flatMap((database) => ofDatabase(database, truth.ledElsewhere.database.get(database.id))),
    ...required.flatMap((one) => ofService(one, truth.ledElsewhere.service.get(one.service.name))),
  ];
}

function ofDatabase({ id, recovery }: DatabaseMeasurement, led: Instant | undefined): readonly string[] {
  if (!recovery) return [`${id} did not recover`];
  if (led === undefined) return [`${id} recovered, and its door led nobody to another site`];
  const { low, high } = onAnyClock(recovery);
  return [
    ...(low > led
      ? [`${id} is said to serve nobody before ${formatInstant(low)}; its door led clients there ${at(led)}`]
      : []),
    ...tooEarly(id, { high, led }),
  ];
}

/** A service that no check found failing may have been measured at the lost site, before it was lost. */
function ofService(
  { service, recovery, failedChecks }: MeasuredService,
  led: Instant | undefined,
): readonly string[] {
  if (!recovery || failedChecks === 0) return [];
  if (led === undefined) return [`${service.name} recovered, and its door led nobody to another site`];
  return tooEarly(service.name, { high: recovery.high, led });
}

function tooEarly(name: string, { high, led }: { high: Instant; led: Instant }): readonly string[] {
  if (high > led) return [];
  return [`${name} is said to serve by ${formatInstant(high)}; its door led nobody there before ${at(led)}`];
}

function at(instant: Instant): string {
  return `at ${formatInstant(instant)}`;
}
