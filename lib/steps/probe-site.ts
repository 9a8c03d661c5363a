import { formatInstant } from '../domain/instant.ts';
import type { Evidence } from '../domain/ledger/outage-finding.ts';
import { shownByFailure } from '../domain/ledger/shown-by-failure.ts';
import { type ProbeAnswer, ProbeRequest } from '../domain/vantage/probe-request.ts';
import type { DatabaseInstance } from '../ports/databases.ts';
import type { EndpointProbe } from '../ports/endpoint-probe.ts';
import type { ServiceProbe } from '../ports/service-probe.ts';
import { askReplicas, type ReplicaPorts } from './step/ask-replicas.ts';
import { wordsOf } from './step/words-of.ts';

export interface ProbeSitePorts extends ReplicaPorts {
  readonly endpoint: EndpointProbe;
  readonly probe: ServiceProbe;
  /** Region that this probe looks from. */
  readonly region: string;
}

type Seen = Pick<Evidence, 'seen' | 'shows'>;
type Asked = ProbeRequest['databases'][number];

/**
 * Looks at the primary region from the region that it runs in, changes nothing, and says what it saw. All looks are made
 * at once; each that is not answered within the request's limit has met silence.
 */
export function makeProbeSite(ports: ProbeSitePorts) {
  return async (event: unknown): Promise<ProbeAnswer> => {
    const request = ProbeRequest.parse(event);
    const look = (subject: Evidence['subject'], seen: Seen): Evidence => ({
      vantage: ports.region,
      subject,
      ...seen,
      at: formatInstant(ports.clock.now()),
    });
    const api = askApi(ports, request);
    const [{ seen }, endpoints, doors, services, replicas] = await Promise.all([
      api,
      Promise.all(request.databases.map((database) => askEndpoint(ports, { request, database, api }))),
      Promise.all(request.databases.map((database) => askDoor(ports, request, database))),
      Promise.all(request.services.map((service) => askService(ports, request, service))),
      request.role === 'recovery' ? askReplicas(ports, request) : [],
    ]);
    const named = services.map(({ name, healthy, seen: detail }) =>
      look('service', { seen: `${name}: ${detail}`, shows: healthy ? 'life' : 'silence' }),
    );
    return {
      evidence: [
        look('regional-api', seen),
        ...endpoints.flatMap((endpoint) => (endpoint ? [look('endpoint', endpoint)] : [])),
        ...replicas.map((replica) => look('replication', replica)),
        ...doors.map((door) => look('front-door', door)),
        ...named,
      ],
      services,
      databases: replicas.map(({ id, lastArrivalAt, claimedLagSeconds }) => ({
        id,
        lastArrivalAt,
        claimedLagSeconds,
      })),
    };
  };
}

interface ApiAnswer {
  readonly seen: Seen;
  readonly instances: readonly DatabaseInstance[];
}

async function askApi(
  { databases, clock }: ProbeSitePorts,
  { primaryRegion, limitMs, databases: asked }: ProbeRequest,
): Promise<ApiAnswer> {
  const answer = databases.list(primaryRegion).then(
    (instances): ApiAnswer => ({ instances, seen: { seen: inWords(instances, asked), shows: 'life' } }),
    (error: unknown): ApiAnswer => ({
      instances: [],
      seen: { seen: wordsOf(error), shows: shownByFailure(error) },
    }),
  );
  const late = clock.sleep(limitMs).then((): ApiAnswer => {
    return { instances: [], seen: { seen: `no answer within ${limitMs} ms`, shows: 'silence' } };
  });
  return Promise.race([answer, late]);
}

function inWords(instances: readonly DatabaseInstance[], asked: readonly Asked[]): string {
  const states = asked.map(({ primary }) => {
    const found = instances.find(({ instance }) => instance === primary);
    return `${primary} is ${found?.status ?? 'not there'}`;
  });
  return `answered, ${states.join(', ')}`;
}

interface EndpointQuestion {
  readonly request: ProbeRequest;
  readonly database: Asked;
  readonly api: Promise<ApiAnswer>;
}

/** Null where nobody knows the address: then it was not looked at. */
async function askEndpoint(
  { endpoint }: ProbeSitePorts,
  { request, database, api }: EndpointQuestion,
): Promise<Seen | null> {
  const address = database.address ?? (await addressIn(api, database));
  if (!address) return null;
  const { answered, seen } = await endpoint.ask(address, request.limitMs);
  return { seen: `${database.primary}: ${seen}`, shows: answered ? 'life' : 'silence' };
}

async function addressIn(api: Promise<ApiAnswer>, { primary }: Asked) {
  const { instances } = await api;
  const found = instances.find(({ instance }) => instance === primary);
  return found && found.port > 0 ? { host: found.host, port: found.port } : null;
}

async function askDoor(
  { endpoint }: ProbeSitePorts,
  { limitMs }: ProbeRequest,
  { id, frontDoor }: Asked,
): Promise<Seen> {
  const { answered, seen } = await endpoint.ask(frontDoor, limitMs);
  return { seen: `${id}: ${seen}`, shows: answered ? 'life' : 'silence' };
}

async function askService(
  { probe }: ProbeSitePorts,
  { limitMs }: ProbeRequest,
  { name, healthCheck }: ProbeRequest['services'][number],
): Promise<ProbeAnswer['services'][number]> {
  const timeoutSeconds = Math.min(healthCheck.timeoutSeconds, limitMs / 1000);
  const { healthy, detail } = await probe.check({ ...healthCheck, timeoutSeconds });
  return { name, healthy, seen: detail };
}
