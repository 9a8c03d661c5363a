import { formatInstant, parseInstant } from '../domain/instant.ts';
import { againstFailover } from '../domain/ledger/against-failover.ts';
import { type Evidence, outageFinding, quietFinding } from '../domain/ledger/outage-finding.ts';
import { conditionSeconds } from '../domain/plan/condition-seconds.ts';
import type { OutcomeOf } from '../domain/record/outcomes.ts';
import { HeartbeatStatus, SILENT_SECONDS } from '../domain/run/heartbeat-input.ts';
import { FailoverInput } from '../domain/run/failover-input.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { seriesRun } from '../domain/run/series-run.ts';
import { asOperator, type LocatedDatabase, locateDatabases } from '../domain/run/session-targets.ts';
import type { DatabaseServers } from '../ports/database-servers.ts';
import type { EndpointProbe } from '../ports/endpoint-probe.ts';
import type { Objects } from '../ports/objects.ts';
import { lookUntil } from './step/look-until.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

const ENDPOINT_LIMIT_MS = 1_000;
/** Heartbeats are replicated all the time: a stream that brings nothing for so long is not one. */
const QUIET_STREAM_SECONDS = 2;

export interface PollDetectionPorts extends StepPorts {
  readonly objects: Objects;
  readonly sessions: DatabaseServers;
  readonly endpoint: EndpointProbe;
}

/** A watch that has only just begun needs so long to see a loss by the plan's rule. */
const SEEN_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 250;

/**
 * The fallback when no answer to the token came in time: what the heartbeats' status objects say. Where users are still
 * served, it looks whether the primary can be reached from here at all, and whether it is still replicated. In a real
 * event it is asked before people are, and again once they have approved, and says what speaks against going on; where
 * nobody has said to go on whatever was seen, it waits for what a watch that has just begun may see.
 */
export function makePollDetection(ports: PollDetectionPorts) {
  return makeStep(ports, {
    state: 'PollDetection',
    input: FailoverInput,
    act: async (context) => {
      const { run, maybe } = context;
      const look = await lookAtLoss(ports, context);
      const lookedAt = formatInstant(ports.clock.now());
      if (!run.real) return { ...look, lookedAt, against: null };
      const { despite, advice, reason } = run.real;
      return {
        ...look,
        lookedAt,
        against: againstFailover(look, { despite, advice, reason, before: maybe('PollDetection') }),
      };
    },
  });
}

type Look = Omit<OutcomeOf<'PollDetection'>, 'against' | 'lookedAt'>;

async function lookAtLoss(ports: PollDetectionPorts, context: StepContext<FailoverInput>): Promise<Look> {
  const { seen } = context;
  const run = { ...context.run, databases: tellingOfLoss(context) };
  const first = await (run.real?.despite === null ? awaitDetection(ports, run) : firstDetection(ports, run));
  if (first) return { detected: true, ...first, via: 'status', finding: outageFinding(first.evidence) };
  const located = locateDatabases(run, seen('DiscoverDatabases'));
  const looks = await Promise.all(located.map((database) => lookAtLink(ports, run, database)));
  const evidence = looks.flat();
  return { detected: false, at: null, via: 'none', finding: quietFinding(evidence), evidence };
}

/**
 * Whose failing heartbeats mean a loss: one that this run has fenced fails by the fence, whether or not its region is
 * back. Where all are fenced none is left to ask, and what the heartbeats say counts as it did before the fence.
 */
function tellingOfLoss({ run, maybe }: StepContext<FailoverInput>): FailoverInput['databases'] {
  const attempted = [...(maybe('FenceOldPrimary')?.databases ?? []), ...(maybe('DeferFence')?.back ?? [])];
  const fenced = new Set(attempted.filter(({ proof }) => proof === 'probe').map(({ id }) => id));
  const others = run.databases.filter(({ id }) => !fenced.has(id));
  return others.length > 0 ? others : run.databases;
}

function awaitDetection(ports: PollDetectionPorts, run: FailoverInput) {
  return lookUntil(ports.clock, {
    look: () => firstDetection(ports, run),
    enough: (found) => found !== null,
    deadline: ports.clock.now() + SEEN_WITHIN_MS * 1000,
    everyMs: LOOK_EVERY_MS,
  });
}

/** A standing watch that has fallen silent says nothing of now: what it saw may be over, or another loss. */
async function firstDetection({ objects, clock }: PollDetectionPorts, run: FailoverInput) {
  const stored = await Promise.all(
    run.databases.map(({ id }) => objects.get(runKeys.status(seriesRun(run), 'ledger', id))),
  );
  const statuses = stored.flatMap((object) =>
    object ? [HeartbeatStatus.parse(JSON.parse(object.text))] : [],
  );
  const [first] = statuses
    .filter(({ at }) => !run.watch || clock.now() - parseInstant(at) <= SILENT_SECONDS * 1e6)
    .flatMap(({ detectedAt, evidence }) => (detectedAt === null ? [] : [{ at: detectedAt, evidence }]))
    .toSorted((a, b) => a.at.localeCompare(b.at, 'en'));
  return first ?? null;
}

async function lookAtLink(
  ports: PollDetectionPorts,
  run: FailoverInput,
  database: LocatedDatabase,
): Promise<readonly Evidence[]> {
  const { primaryAddress } = database;
  const [endpoint, replication] = await Promise.all([
    primaryAddress && ports.endpoint.ask(primaryAddress, ENDPOINT_LIMIT_MS),
    lookAtStream(ports, run, database),
  ]);
  const look = { vantage: run.sites.recovery.region, at: formatInstant(ports.clock.now()) };
  const answered =
    endpoint &&
    ({
      ...look,
      subject: 'endpoint',
      seen: endpoint.seen,
      shows: endpoint.answered ? 'life' : 'silence',
    } as const);
  return [...(answered ? [answered] : []), { ...look, subject: 'replication', ...replication }];
}

async function lookAtStream(
  { sessions }: PollDetectionPorts,
  { disruption }: FailoverInput,
  database: LocatedDatabase,
): Promise<Pick<Evidence, 'seen' | 'shows'>> {
  try {
    const { receiverStatus, receivedSecondsAgo } = await sessions.state(
      asOperator(database, database.replicaAddress),
    );
    const limit = QUIET_STREAM_SECONDS + conditionSeconds(disruption.conditions, 'replication-delay');
    const alive = receiverStatus === 'streaming' && (receivedSecondsAgo ?? Infinity) <= limit;
    const last = receivedSecondsAgo === null ? 'never' : `${receivedSecondsAgo.toFixed(1)} s ago`;
    return {
      seen: `${receiverStatus ?? 'no stream'}, last heard ${last}`,
      shows: alive ? 'life' : 'silence',
    };
  } catch (error) {
    return { seen: error instanceof Error ? error.message : String(error), shows: 'nothing' };
  }
}
