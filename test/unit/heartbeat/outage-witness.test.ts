import { describe, expect, it } from 'vitest';
import { RegionUnreachable, ReplicaNotFound, ThrottledUnknown } from '../../../lib/domain/failure.ts';
import { formatInstant } from '../../../lib/domain/instant.ts';
import type { HeartbeatStatus } from '../../../lib/domain/run/heartbeat-input.ts';
import { OutageWitness, type OutageWitnessPorts } from '../../../lib/heartbeat/outage-witness.ts';
import { makeFakeDatabases } from '../../fakes/fake-databases.ts';
import { makeFakeEndpoint } from '../../fakes/fake-endpoint.ts';
import type { Journal } from '../../fakes/journal.ts';
import { makeManualClock, NOON } from '../../fakes/manual-clock.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';

const PRIMARY = {
  region: 'eu-north-1',
  instance: 'orders-north',
  address: { host: '10.0.0.1', port: 5432 },
  staleWriter: true,
};
const STALE_KEY = 'runs/run-1/heartbeat/status/stale-orders.json';
const never = () => new Promise<never>(() => {});
const failure = { subject: 'RDS in eu-north-1', limit: 'an answer' };

function staleStatus(lastGoodMs: number, failing: boolean): string {
  const status: HeartbeatStatus = {
    role: 'stale',
    source: 'orders',
    segment: 0,
    at: formatInstant(NOON + 200_000),
    good: 30,
    bad: 1,
    lastGoodAt: formatInstant(NOON + lastGoodMs * 1000),
    detectedAt: null,
    failing,
    evidence: [],
    unhealthy: [],
  };
  return JSON.stringify(status);
}

function makeWitness(overrides: Partial<OutageWitnessPorts> = {}) {
  const clock = makeManualClock();
  const journal: Journal = [];
  const objects = makeMemoryObjects({}, journal);
  const ports = {
    clock,
    objects,
    databases: makeFakeDatabases(),
    endpoint: makeFakeEndpoint(),
    ...overrides,
  };
  const config = {
    run: 'run-1',
    source: 'orders',
    region: 'eu-west-1',
    primary: PRIMARY,
    attemptTimeoutMs: 100,
  };
  const witness = new OutageWitness(ports, config);
  /** The first heartbeat that fails was sent at noon; what is known so many milliseconds later. */
  const knownAfter = async (milliseconds: number) => {
    witness.observe({ sent: NOON, good: false });
    await clock.advance(milliseconds);
    return witness.evidence().map(({ subject, seen, shows }) => `${subject} ${shows}: ${seen}`);
  };
  const readings = () => journal.filter((line) => line === `objects.get ${STALE_KEY}`).length;
  return { witness, objects, clock, knownAfter, readings };
}

/** Errors as the SDK throws them: those of a service have $fault and the status of its answer. */
const errorLike = (name: string, fields: object) => Object.assign(new Error(name), { name }, fields);
const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });

const silentApi = { ...makeFakeDatabases(), describe: never };
const silentEndpoint = { ask: never };

describe('the witness of an outage', () => {
  it('has nothing to say before the first heartbeat has failed, and after one was good again', async () => {
    const { witness, knownAfter } = makeWitness();
    expect(witness.evidence()).toEqual([]);
    expect(await knownAfter(10)).toHaveLength(3);
    witness.observe({ sent: NOON, good: true });
    expect(witness.evidence()).toEqual([]);
  });

  it('sees life in a region that answers', async () => {
    const { objects, knownAfter } = makeWitness();
    await objects.put(STALE_KEY, staleStatus(150, false));
    expect(await knownAfter(120)).toEqual([
      'regional-api life: answered, the instance is available',
      'endpoint life: a server answered',
      'stale-writer life: acknowledged at 2026-03-01T12:00:00.150000Z',
    ]);
  });

  it('sees silence in what has not answered for the time-out of an attempt', async () => {
    const { objects, knownAfter } = makeWitness({ databases: silentApi, endpoint: silentEndpoint });
    await objects.put(STALE_KEY, staleStatus(-5, true));
    expect(await knownAfter(120)).toEqual([
      'regional-api silence: no answer for 120 ms',
      'endpoint silence: no answer for 120 ms',
      'stale-writer silence: nothing acknowledged since 2026-03-01T11:59:59.995000Z',
    ]);
  });

  it('concludes nothing from a wait that was too short, or from a status of before', async () => {
    const { objects, knownAfter } = makeWitness({ databases: silentApi, endpoint: silentEndpoint });
    await objects.put(STALE_KEY, staleStatus(20, false));
    expect(await knownAfter(60)).toEqual([
      'regional-api nothing: no answer for 60 ms',
      'endpoint nothing: no answer for 60 ms',
      'stale-writer nothing: no answer for 60 ms',
    ]);
  });

  it('takes a throttled call for an answer, and a refused connection for none', async () => {
    const throttled = () => Promise.reject(new ThrottledUnknown({ ...failure, seen: 'Throttling' }));
    const databases = { ...makeFakeDatabases(), describe: throttled };
    const endpoint = makeFakeEndpoint([], { answered: false, seen: 'connect ECONNREFUSED' });
    expect((await makeWitness({ databases, endpoint }).knownAfter(1)).slice(0, 2)).toEqual([
      'regional-api life: Throttling',
      'endpoint silence: connect ECONNREFUSED',
    ]);
    const gone = () => Promise.reject(new RegionUnreachable({ ...failure, seen: 'ECONNREFUSED' }));
    const lost = { ...makeFakeDatabases(), describe: gone };
    expect((await makeWitness({ databases: lost }).knownAfter(1))[0]).toBe(
      'regional-api silence: ECONNREFUSED',
    );
  });

  it.each([
    ['a throttled call', new ThrottledUnknown({ ...failure, seen: 'Throttling' }), 'life'],
    ['an instance that the API does not know', new ReplicaNotFound({ ...failure, seen: 'none' }), 'life'],
    ['a refusal by the service', errorLike('AccessDenied', { $fault: 'client', ...status(403) }), 'life'],
    ['no answer in time', new RegionUnreachable({ ...failure, seen: 'TimeoutError' }), 'silence'],
    [
      'a provider without credentials',
      errorLike('CredentialsProviderError', { tryNextLink: false }),
      'nothing',
    ],
    [
      'a certificate that is not trusted',
      errorLike('Error', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }),
      'nothing',
    ],
    ['an aborted call', errorLike('AbortError', { $metadata: { attempts: 1 } }), 'nothing'],
    ['a status that no service has worded', errorLike('SyntaxError', status(200)), 'nothing'],
    ['a failure of an unknown kind', new Error('a text'), 'nothing'],
  ])('takes only an answer of the service for life: %s', async (_what, error, shows) => {
    const databases = { ...makeFakeDatabases(), describe: () => Promise.reject(error) };
    const [api] = await makeWitness({ databases }).knownAfter(1);
    expect(api?.split(':')[0]).toBe(`regional-api ${shows}`);
  });

  it('asks for the stale writer until it has said something, and no more after that', async () => {
    const { objects, clock, knownAfter, readings } = makeWitness();
    expect((await knownAfter(100)).at(-1)).toBe('stale-writer nothing: no answer for 100 ms');
    const before = readings();
    expect(before).toBeGreaterThanOrEqual(3);
    await objects.put(STALE_KEY, staleStatus(150, false));
    await clock.advance(1_000);
    expect(readings()).toBe(before + 1);
  });

  it.each([
    ['half a status', '{"role":"sta'],
    ['another shape', '[]'],
    ['instants that are none', staleStatus(150, false).replaceAll('2026-', 'in 2026, ')],
  ])('takes %s for none, and asks again', async (_what, text) => {
    const { witness, objects, clock, knownAfter } = makeWitness();
    await objects.put(STALE_KEY, text);
    expect((await knownAfter(40)).at(-1)).toBe('stale-writer nothing: no answer for 40 ms');
    await objects.put(STALE_KEY, staleStatus(150, false));
    await clock.advance(40);
    expect(witness.evidence().at(-1)).toMatchObject({ subject: 'stale-writer', shows: 'life' });
  });

  it('asks nobody any more once it is closed, whatever fails after that', async () => {
    const { witness, clock, knownAfter, readings } = makeWitness();
    await knownAfter(100);
    const before = readings();
    witness.close();
    await clock.advance(1_000);
    witness.observe({ sent: clock.now(), good: false });
    await clock.advance(1_000);
    expect(readings()).toBe(before);
    expect(witness.evidence()).toEqual([]);
  });

  it('waits longer for an API that is slow in calm times', async () => {
    const clock = makeManualClock();
    const describeSlowly = async () => {
      await clock.sleep(200);
      throw new ThrottledUnknown({ ...failure, seen: 'Throttling' });
    };
    const databases = { ...makeFakeDatabases(), describe: describeSlowly };
    const { witness } = makeWitness({ clock, databases });
    await clock.drive(witness.prepare());
    witness.observe({ sent: clock.now(), good: false });
    await clock.advance(150);
    expect(witness.evidence()[0]).toMatchObject({ seen: 'no answer for 150 ms', shows: 'nothing' });
    await clock.advance(60);
    expect(witness.evidence()[0]).toMatchObject({ seen: 'Throttling', shows: 'life' });
  });
});
