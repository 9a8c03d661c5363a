import { formatInstant } from '../../domain/instant.ts';
import type { Evidence } from '../../domain/ledger/outage-finding.ts';
import type { ProbeRequest } from '../../domain/vantage/probe-request.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DatabaseServers } from '../../ports/database-servers.ts';
import type { DatabaseInstance, Databases } from '../../ports/databases.ts';
import { wordsOf } from './words-of.ts';

/** Where something is written all the time, a stream that brought something within this time is one. */
const FRESH_STREAM_SECONDS = 2;

export interface ReplicaPorts {
  readonly clock: Clock;
  readonly databases: Databases;
  /** Sessions on the replicas; called only where they stand. */
  readonly sessions: () => Pick<DatabaseServers, 'state'>;
}

type Asked = ProbeRequest['databases'][number];

export interface SeenReplica extends Pick<Evidence, 'seen' | 'shows'> {
  readonly id: string;
  readonly lastArrivalAt: string | null;
  readonly claimedLagSeconds: number | null;
}

const NOT_KNOWN = { shows: 'nothing', lastArrivalAt: null, claimedLagSeconds: null } as const;

/** What each replica says of its stream, each within the request's limit; what is not known shows nothing. */
export function askReplicas(ports: ReplicaPorts, request: ProbeRequest): Promise<readonly SeenReplica[]> {
  const instances = ports.databases.list(request.recoveryRegion);
  return Promise.all(
    request.databases.map((database): Promise<SeenReplica> => {
      const { id } = database;
      const late = ports.clock.sleep(request.limitMs).then(() => ({
        id,
        ...NOT_KNOWN,
        seen: `no answer of ${database.replica} within ${request.limitMs} ms`,
      }));
      const asked = askReplica(ports, database, instances).catch((error: unknown) => {
        return { id, ...NOT_KNOWN, seen: wordsOf(error) };
      });
      return Promise.race([asked, late]);
    }),
  );
}

/** A stream that is open and quiet shows nothing: its primary may have had nothing to say, or be cut off without a word. */
async function askReplica(
  { sessions, clock }: ReplicaPorts,
  { id, replica, database, operatorSecret }: Asked,
  instances: Promise<readonly DatabaseInstance[]>,
): Promise<SeenReplica> {
  const found = (await instances).find(({ instance }) => instance === replica);
  if (!found) return { id, ...NOT_KNOWN, seen: `no instance ${replica}` };
  const { host, port } = found;
  const state = await sessions().state({ host, port, database, secret: operatorSecret });
  const { receiverStatus, receivedSecondsAgo: ago, claimedLagSeconds } = state;
  const streams = receiverStatus === 'streaming';
  const fresh = streams && ago !== null && ago <= FRESH_STREAM_SECONDS;
  const last = ago === null ? 'never' : `${ago.toFixed(1)} s ago`;
  return {
    id,
    seen: `${id}: ${receiverStatus ?? 'no stream'}, last heard ${last}`,
    shows: fresh ? 'life' : streams ? 'nothing' : 'silence',
    lastArrivalAt: ago === null ? null : formatInstant(clock.now() - Math.round(ago * 1e6)),
    claimedLagSeconds,
  };
}
