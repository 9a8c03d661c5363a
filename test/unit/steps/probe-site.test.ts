import { describe, expect, it } from 'vitest';
import { RegionUnreachable } from '../../../lib/domain/failure.ts';
import type { ProbeRequest } from '../../../lib/domain/vantage/probe-request.ts';
import type { EndpointAnswer } from '../../../lib/ports/endpoint-probe.ts';
import { makeProbeSite, type ProbeSitePorts } from '../../../lib/steps/probe-site.ts';
import { makeFakeDatabases } from '../../fakes/fake-databases.ts';
import { makeFakeEndpoint } from '../../fakes/fake-endpoint.ts';
import { makeFakeSessions, STREAMING } from '../../fakes/fake-sessions.ts';
import { type Journal } from '../../fakes/journal.ts';
import { makeManualClock } from '../../fakes/manual-clock.ts';

const REQUEST: ProbeRequest = {
  role: 'witness',
  primaryRegion: 'eu-north-1',
  recoveryRegion: 'eu-west-1',
  limitMs: 1000,
  databases: [
    {
      id: 'orders',
      database: 'shop',
      primary: 'orders-north',
      replica: 'orders-west',
      operatorSecret: 'operator-of-orders',
      address: null,
      frontDoor: { host: 'door', port: 5432 },
    },
  ],
  services: [{ name: 'shop', healthCheck: { kind: 'http', url: 'http://shop/', timeoutSeconds: 5 } }],
};

const HEALTHY = { check: async () => ({ healthy: true, detail: 'HTTP 200' }) };
const NO_ANSWER: EndpointAnswer = { answered: false, seen: 'no answer within 1000 ms' };

function world(changes: Partial<ProbeSitePorts> = {}) {
  const journal: string[] = [];
  const clock = makeManualClock();
  const probe = makeProbeSite({
    clock,
    databases: makeFakeDatabases(journal satisfies Journal),
    endpoint: makeFakeEndpoint(journal),
    probe: HEALTHY,
    sessions: () => makeFakeSessions(journal),
    region: 'eu-south-1',
    ...changes,
  });
  const ask = async (request: Partial<ProbeRequest> = {}) => {
    const answer = await clock.drive(probe({ ...REQUEST, ...request }));
    return { ...answer, lines: answer.evidence.map(({ subject, shows, seen }) => [subject, shows, seen]) };
  };
  return { ask, journal };
}

describe('ProbeSite', () => {
  it('looks at API, endpoint, front door and services from its region, and changes nothing', async () => {
    const { ask, journal } = world();
    const { lines, evidence, services, databases } = await ask();

    expect(lines).toEqual([
      ['regional-api', 'life', 'answered, orders-north is available'],
      ['endpoint', 'life', 'orders-north: a server answered'],
      ['front-door', 'life', 'orders: a server answered'],
      ['service', 'life', 'shop: HTTP 200'],
    ]);
    expect(new Set(evidence.map(({ vantage }) => vantage))).toEqual(new Set(['eu-south-1']));
    expect(services).toEqual([{ name: 'shop', healthy: true, seen: 'HTTP 200' }]);
    expect(databases).toEqual([]);
    expect(journal.toSorted()).toEqual([
      'databases.list eu-north-1',
      'endpoint.ask 10.0.0.1:5432 within 1000 ms',
      'endpoint.ask door:5432 within 1000 ms',
    ]);
  });

  it('gives up an API that says nothing within the limit, and asks an address that it was given', async () => {
    const never = { ...makeFakeDatabases(), list: () => Promise.withResolvers<never>().promise };
    const { ask } = world({
      databases: never,
      endpoint: makeFakeEndpoint([], NO_ANSWER),
      probe: { check: async () => ({ healthy: false, detail: 'no answer within 1 s' }) },
    });
    const [database] = REQUEST.databases;
    const { lines } = await ask({
      databases: database ? [{ ...database, address: { host: '10.0.0.1', port: 5432 } }] : [],
    });

    expect(lines).toEqual([
      ['regional-api', 'silence', 'no answer within 1000 ms'],
      ['endpoint', 'silence', 'orders-north: no answer within 1000 ms'],
      ['front-door', 'silence', 'orders: no answer within 1000 ms'],
      ['service', 'silence', 'shop: no answer within 1 s'],
    ]);
  });

  it('does not look at an endpoint whose address nobody knows, and takes a refusal of the network for silence', async () => {
    const failure = new RegionUnreachable({ subject: 'RDS', seen: 'ECONNREFUSED', limit: 'an answer' });
    const { ask } = world({ databases: { ...makeFakeDatabases(), list: () => Promise.reject(failure) } });
    const { lines } = await ask();

    expect(lines.map(([subject, shows]) => [subject, shows])).toEqual([
      ['regional-api', 'silence'],
      ['front-door', 'life'],
      ['service', 'life'],
    ]);
  });

  it('a failure on the way to the API shows nothing', async () => {
    const { ask } = world({
      databases: { ...makeFakeDatabases(), list: () => Promise.reject(new Error('no credentials')) },
    });

    expect((await ask()).lines[0]).toEqual(['regional-api', 'nothing', 'no credentials']);
  });

  it.each([
    ['streaming', 0.5, ['life', 'orders: streaming, last heard 0.5 s ago']],
    ['streaming', 30, ['nothing', 'orders: streaming, last heard 30.0 s ago']],
    [null, null, ['silence', 'orders: no stream, last heard never']],
  ] as const)(
    'beside a replica it says what the stream brought last: %s, %s s ago',
    async (receiverStatus, receivedSecondsAgo, look) => {
      const state = { ...STREAMING, receiverStatus, receivedSecondsAgo };
      const { ask } = world({ sessions: () => makeFakeSessions([], { states: { '10.1.0.1': state } }) });
      const { lines, databases } = await ask({ role: 'recovery' });

      expect(lines).toContainEqual(['replication', ...look]);
      expect(databases).toEqual([
        {
          id: 'orders',
          lastArrivalAt: receivedSecondsAgo === null ? null : expect.stringMatching(/^2026-03-01T/),
          claimedLagSeconds: 0.04,
        },
      ]);
    },
  );

  it('a replica that gives no answer in time, or cannot be asked, is not known', async () => {
    const silent = { ...makeFakeSessions(), state: () => Promise.withResolvers<never>().promise };
    const refusing = { ...makeFakeSessions(), state: () => Promise.reject(new Error('no login')) };

    expect((await world({ sessions: () => silent }).ask({ role: 'recovery' })).lines).toContainEqual([
      'replication',
      'nothing',
      'no answer of orders-west within 1000 ms',
    ]);
    const { databases, lines } = await world({ sessions: () => refusing }).ask({ role: 'recovery' });
    expect(lines).toContainEqual(['replication', 'nothing', 'no login']);
    expect(databases).toEqual([{ id: 'orders', lastArrivalAt: null, claimedLagSeconds: null }]);
  });
});
