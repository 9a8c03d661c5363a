import { type Instant, parseInstant } from '../instant.ts';
import type { DatabaseMeasurement } from '../measurement/database-measurement.ts';
import { greatest } from '../measurement/greatest.ts';
import type { TimedAttempt } from '../measurement/timed-attempt.ts';
import type { FailoverInput } from '../run/failover-input.ts';
import { recoveryServer, type RunMeasurement } from './measure-run.ts';
import type { RunFacts } from './run-facts.ts';
import type { Wait } from './wait.ts';

const NO_WAIT: Wait = { from: null, to: null };

/**
 * What was waited for after the switch until clients followed it. An attempt that reached nobody does not tell whether
 * DNS led it astray or the promoted server was slow: such time is AWS's only as far as the settings explain it.
 */
export function switchWaits(input: FailoverInput, run: RunMeasurement, facts: RunFacts): readonly Wait[] {
  const change = switchOf(input, facts);
  if (change === null) return [];
  return [
    ...run.databases.flatMap((database) => [
      following(database, change, facts),
      ledToTheOld(database, change, facts),
    ]),
    ...reaching(run, change, facts),
  ];
}

/** When the switch was written, and until when health check and time to live explain that clients do not follow it. */
interface Switch {
  readonly at: Instant;
  readonly followedBy: Instant;
}

function switchOf({ followSeconds }: FailoverInput, facts: RunFacts): Switch | null {
  const text = facts.outcome('SwitchTraffic')?.switchedAt;
  if (!text) return null;
  const at = parseInstant(text);
  return { at, followedBy: at + Math.round(followSeconds * 1e6) };
}

/**
 * Clients follow the switch when health check and DNS do: until the last attempt before one reached the promoted server,
 * but no longer than those two take.
 */
function following({ id, attempts, outage }: DatabaseMeasurement, change: Switch, facts: RunFacts): Wait {
  const end = outage?.recovered?.sent ?? null;
  if (end === null) return NO_WAIT;
  const server = recoveryServer(id, facts);
  const after = attempts.filter(({ sent }) => sent > change.at && sent <= end);
  const reached = after.findIndex((one) => one.server === server);
  const last = after.slice(0, reached === -1 ? after.length : reached).at(-1)?.sent ?? null;
  return { from: change.at, to: last && Math.min(last, change.followedBy) };
}

/**
 * However long it takes: until the last attempt that the old primary's server took, on a connection that no attempt had
 * before the switch. One that was open before stays where it leads, whatever AWS does.
 */
function ledToTheOld({ id, attempts, outage }: DatabaseMeasurement, { at }: Switch, facts: RunFacts): Wait {
  const end = outage?.recovered?.sent ?? null;
  const before = facts.outcome('PreFlight')?.databases.find((database) => database.id === id);
  const server = before?.primary?.server ?? null;
  if (end === null || server === null || server === recoveryServer(id, facts)) return NO_WAIT;
  const open = new Set(attempts.filter(({ sent }) => sent <= at).map(connectionOf));
  const led = attempts.filter(
    (one) => one.sent > at && one.sent < end && one.server === server && !open.has(connectionOf(one)),
  );
  return { from: at, to: led.at(-1)?.sent ?? null };
}

function connectionOf({ segment, connection }: TimedAttempt): string {
  return `${segment}/${connection}`;
}

/** The same for the services: until the last check that nothing answered. An answer, if ill, is a service's own time. */
function reaching({ services, recovery }: RunMeasurement, change: Switch, facts: RunFacts): readonly Wait[] {
  const end = recovery?.high ?? null;
  if (end === null) return [];
  const required = new Set(services.filter((one) => one.service.required).map((one) => one.service.name));
  const unanswered = facts.health
    .filter(({ service, healthy, detail }) => required.has(service) && !healthy && !isAnswer(detail))
    .map(({ sent }) => parseInstant(sent))
    .filter((sent) => sent < end);
  if (unanswered.length === 0) return [];
  return [{ from: change.at, to: Math.min(greatest(unanswered, 0), change.followedBy) }];
}

/** As the probe words it when a server spoke HTTP at all. */
function isAnswer(detail: string): boolean {
  return detail.startsWith('HTTP ');
}
