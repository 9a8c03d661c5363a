import { HeartbeatNotFresh, HeartbeatNotReplicated } from '../../domain/failure.ts';
import { parseInstant, secondsBetween } from '../../domain/instant.ts';
import { conditionSeconds } from '../../domain/plan/condition-seconds.ts';
import type { PreFlightCheck } from '../../domain/record/failover-outcomes.ts';
import { HeartbeatStatus } from '../../domain/run/heartbeat-input.ts';
import { bound } from '../../domain/run/pre-flight-checks.ts';
import { runKeys, type SeriesRole } from '../../domain/run/run-keys.ts';
import { asOperator, type LocatedDatabase } from '../../domain/run/session-targets.ts';
import { conditionsOf, type WithConditions } from '../../domain/run/with-conditions.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DatabaseServers } from '../../ports/database-servers.ts';
import type { Objects } from '../../ports/objects.ts';

const FRESH_LIMIT_SECONDS = 2;
const BASELINE_SAMPLES = 25;
/** How long the first heartbeat may take to a replica; a delay of the stream adds to it, twice. */
const ARRIVAL_SECONDS = 30;

interface SamplePorts {
  readonly clock: Clock;
  readonly sessions: Pick<DatabaseServers, 'heartbeatRows'>;
  readonly objects: Pick<Objects, 'get'>;
}

/**
 * Without a row on the replica there would be no recovery point: a delayed stream is waited for, and one that brings
 * nothing for much longer than its delay is a failed check. @throws HeartbeatNotReplicated
 */
export async function lookForHeartbeat(
  { sessions, clock }: SamplePorts,
  run: WithConditions,
  { database, startedAt }: { database: LocatedDatabase; startedAt: string | null },
): Promise<PreFlightCheck> {
  const rows = await sessions.heartbeatRows(asOperator(database, database.replicaAddress), run.run, {
    most: 1,
  });
  const arrived = rows.some(({ writer }) => writer === 'heartbeat');
  const subject = database.replica.instance;
  const limitSeconds = ARRIVAL_SECONDS + 2 * conditionSeconds(conditionsOf(run), 'replication-delay');
  const waited = startedAt === null ? 0 : secondsBetween(parseInstant(startedAt), clock.now());
  const seen = arrived ? 'a heartbeat of this run' : 'no heartbeat of this run';
  if (!arrived && waited < limitSeconds) {
    const limit = `one within ${limitSeconds} s`;
    throw new HeartbeatNotReplicated({ subject, seen, limit });
  }
  const limit = `one within ${limitSeconds} s of the first`;
  return { name: 'heartbeats reach the replica', subject, passed: arrived, blocking: true, seen, limit };
}

/** Whether every series that proves something has a baseline of good samples. @throws HeartbeatNotFresh */
export async function lookAtSeries(
  ports: SamplePorts,
  run: WithConditions,
  series: readonly { role: SeriesRole; database: string | null }[],
): Promise<PreFlightCheck[]> {
  const statuses = await Promise.all(
    // A reader proves nothing of the outage: without it the drill is as good.
    series
      .filter(({ role }) => role !== 'reader')
      .map(async ({ role, database }) => {
        const source = database ?? 'services';
        const stored = await ports.objects.get(runKeys.status(run.run, role, source));
        return {
          name: `${role} of ${source}`,
          status: stored && HeartbeatStatus.parse(JSON.parse(stored.text)),
        };
      }),
  );
  // Through a slow API a status is stored late and read late.
  const slow = conditionSeconds(conditionsOf(run), 'slow-api');
  const freshSeconds = FRESH_LIMIT_SECONDS + 3 * slow;
  return statuses.map(({ name, status }) => {
    const good = status?.good ?? 0;
    const age = status?.lastGoodAt
      ? secondsBetween(parseInstant(status.lastGoodAt), ports.clock.now())
      : Infinity;
    if (good < BASELINE_SAMPLES || age > freshSeconds || status?.unhealthy.length) {
      const failing = status?.unhealthy.length ? `, failing: ${status.unhealthy.join(', ')}` : '';
      throw new HeartbeatNotFresh({
        subject: name,
        seen: `${good} good samples, the last ${Number.isFinite(age) ? `${age.toFixed(1)} s ago` : 'never'}${failing}`,
        limit: `${BASELINE_SAMPLES}, the last at most ${freshSeconds} s ago`,
      });
    }
    return bound('heartbeat fresh', name, {
      seenSeconds: age,
      limitSeconds: freshSeconds,
      blocking: true,
    });
  });
}
