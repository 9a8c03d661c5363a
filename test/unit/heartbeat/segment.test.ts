import { describe, expect, it } from 'vitest';
import { Attempt } from '../../../lib/domain/ledger/attempt.ts';
import { HealthSample } from '../../../lib/domain/ledger/health-sample.ts';
import { HeartbeatStatus, type SegmentEvent } from '../../../lib/domain/run/heartbeat-input.ts';
import { runSegment } from '../../../lib/heartbeat/segment.ts';
import { makeFakeConnections } from '../../fakes/fake-connections.ts';
import { makeFakeProbe } from '../../fakes/fake-handlers.ts';
import { type FakeWorkflows, makeFakeWorkflows } from '../../fakes/fake-workflows.ts';
import { makeFakeLocks } from '../../fakes/fake-locks.ts';
import { makeFakeReader } from '../../fakes/fake-reader.ts';
import type { Journal } from '../../fakes/journal.ts';
import { makeManualClock } from '../../fakes/manual-clock.ts';
import { makeFakeDatabases } from '../../fakes/fake-databases.ts';
import { makeFakeEndpoint } from '../../fakes/fake-endpoint.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';
import { CONTROL_KEY, controlText, segmentEvent } from '../../fakes/segment-event.ts';

const DETECTION = { taskToken: 'token-of-drill', state: 'AwaitDetection', attempt: 0, pending: ['earlier'] };

function makeWorld(overrides: Partial<FakeWorkflows> = {}) {
  const clock = makeManualClock();
  const journal: Journal = [];
  const workflows = { ...makeFakeWorkflows(), ...overrides };
  const ports = {
    clock,
    objects: makeMemoryObjects({}, journal),
    workflows,
    connections: makeFakeConnections(clock),
    reader: makeFakeReader(clock),
    probe: makeFakeProbe(),
    databases: makeFakeDatabases(),
    endpoint: makeFakeEndpoint(),
    locks: makeFakeLocks(journal),
  };
  const start = (event: SegmentEvent = segmentEvent()) => {
    const work = runSegment(ports, event);
    work.catch(() => {});
    return work;
  };
  const control = (text: string) => ports.objects.put(CONTROL_KEY, text);
  const elapsedMs = () => Number(clock.monotonicNs()) / 1e6;
  return { ...ports, journal, start, control, elapsedMs };
}

type World = ReturnType<typeof makeWorld>;

function linesUnder({ objects }: World, prefix: string): unknown[] {
  const stored = objects.stored();
  return Object.keys(stored)
    .filter((key) => key.startsWith(prefix) && key.endsWith('.ndjson'))
    .toSorted()
    .flatMap((key) => (stored[key] ?? '').trimEnd().split('\n'))
    .map((line): unknown => JSON.parse(line));
}

function attemptsOf(world: World): readonly Attempt[] {
  return linesUnder(world, 'runs/run-1/ledger/orders/').map((line) => Attempt.parse(line));
}

function lasting(segmentSeconds: number): SegmentEvent {
  const { input, ...event } = segmentEvent();
  return { ...event, input: { ...input, heartbeat: { ...input.heartbeat, segmentSeconds } } };
}

/** A segment that looks at the primary when heartbeats fail. */
function witnessing(): SegmentEvent {
  const { input, ...event } = segmentEvent();
  const address = { host: '10.0.0.1', port: 5432 };
  const witness = { region: 'eu-north-1', instance: 'orders-north', address, staleWriter: true };
  return input.role === 'ledger' ? { ...event, input: { ...input, witness } } : { ...event, input };
}

function statusOf({ objects }: World): HeartbeatStatus {
  const text = objects.stored()['runs/run-1/heartbeat/status/ledger-orders.json'] ?? '';
  return HeartbeatStatus.parse(JSON.parse(text));
}

describe('a segment of the heartbeat', () => {
  it('commits a row each interval until it is told to stop, and then says that all is stored', async () => {
    const world = makeWorld();
    const work = world.start();
    await world.clock.advance(300);
    await world.control(controlText({ stop: true }));
    await world.clock.drive(work);
    const attempts = attemptsOf(world);
    expect(attempts.length).toBeGreaterThanOrEqual(16);
    expect(attempts.map(({ seq }) => seq)).toEqual(attempts.map((_, index) => index));
    expect(attempts.every(({ outcome }) => outcome === 'acknowledged')).toBe(true);
    expect(world.objects.stored()['runs/run-1/ledger/orders/0-end.json']).toBe('{"objects":1}');
    expect(world.workflows.answers).toEqual([{ token: 'token-of-segment-0', output: { more: false } }]);
    expect(world.connections.sessions()).toBe(0);
    expect(world.elapsedMs()).toBeLessThan(800);
  });

  it('answers its token only when the last sample is stored', async () => {
    const stored: (readonly string[])[] = [];
    const world: World = makeWorld({
      completeTask: async () => {
        stored.push(Object.keys(world.objects.stored()));
        return true;
      },
    });
    const work = world.start();
    await world.control(controlText({ stop: true }));
    await world.clock.drive(work);
    expect(stored).toHaveLength(1);
    expect(stored[0]).toContain('runs/run-1/ledger/orders/0-end.json');
  });

  it('asks for the next segment when its time is up, and overlaps it by two seconds', async () => {
    const world = makeWorld();
    const work = world.start();
    await world.clock.advance(1_990);
    expect(world.workflows.answers).toEqual([]);
    await world.clock.advance(30);
    expect(world.workflows.answers).toEqual([{ token: 'token-of-segment-0', output: { more: true } }]);
    await world.clock.drive(work);
    expect(world.workflows.answers).toHaveLength(1);
    const [last] = attemptsOf(world).toReversed();
    expect(last?.seq).toBeGreaterThanOrEqual(195);
    expect(world.elapsedMs()).toBeLessThan(4_300);
  });

  it('asks again for the next segment when the first call failed', async () => {
    const tokens: string[] = [];
    const failures = [new Error('throttled'), new Error('throttled')];
    const world = makeWorld({
      completeTask: async (token) => {
        const failure = failures.shift();
        if (failure) throw failure;
        tokens.push(token);
        return true;
      },
    });
    await world.clock.drive(world.start());
    expect(tokens).toEqual(['token-of-segment-0']);
  });

  it('asks again at its end when it could not say that all is stored', async () => {
    const failures = [new Error('throttled'), new Error('throttled')];
    const outputs: unknown[] = [];
    const world = makeWorld({
      completeTask: async (_token, output) => {
        const failure = failures.shift();
        if (failure) throw failure;
        outputs.push(output);
        return true;
      },
    });
    const work = world.start();
    await world.control(controlText({ stop: true }));
    await world.clock.drive(work);
    expect(outputs).toEqual([{ more: false }]);
  });

  it('fails when nobody takes its last answer', async () => {
    const world = makeWorld({ completeTask: () => Promise.reject(new Error('throttled')) });
    const work = world.start();
    await world.control(controlText({ stop: true }));
    await expect(world.clock.drive(work)).rejects.toThrow(/^throttled$/);
    expect(world.objects.stored()['runs/run-1/ledger/orders/0-end.json']).toBe('{"objects":1}');
  });

  it('says that it goes on until it has asked for the next segment, and not after that', async () => {
    const world = makeWorld();
    const work = world.start(lasting(6));
    await world.clock.advance(5_900);
    const beats = world.workflows.kept.length;
    expect(new Set(world.workflows.kept)).toEqual(new Set(['token-of-segment-0']));
    expect(beats).toBeGreaterThanOrEqual(3);
    await world.clock.drive(work);
    expect(world.workflows.answers).toEqual([{ token: 'token-of-segment-0', output: { more: true } }]);
    expect(world.workflows.kept).toHaveLength(beats);
  });

  it('goes on when it cannot say that it does', async () => {
    const world = makeWorld({ keepTask: () => Promise.reject(new Error('throttled')) });
    const work = world.start(lasting(6));
    await world.clock.drive(work);
    expect(world.elapsedMs()).toBeGreaterThanOrEqual(8_000);
    expect(world.workflows.answers).toEqual([{ token: 'token-of-segment-0', output: { more: true } }]);
  });

  it('stores what it has and ends, without an answer, when nobody waits for it any more', async () => {
    const awaited = [true, true, false];
    const world = makeWorld({ keepTask: async () => awaited.shift() ?? false });
    await world.clock.drive(world.start(lasting(600)));
    expect(world.elapsedMs()).toBeLessThan(6_000);
    expect(world.workflows.answers).toEqual([]);
    expect(attemptsOf(world).length).toBeGreaterThanOrEqual(200);
    expect(Object.keys(world.objects.stored())).toContain('runs/run-1/ledger/orders/0-end.json');
  });

  it('stores its samples every five seconds while it runs', async () => {
    const world = makeWorld();
    const work = world.start(lasting(60));
    await world.clock.advance(4_900);
    expect(attemptsOf(world)).toEqual([]);
    await world.clock.advance(300);
    expect(attemptsOf(world).length).toBeGreaterThanOrEqual(240);
    await world.control(controlText({ stop: true }));
    await world.clock.drive(work);
    const seqs = attemptsOf(world).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index));
  });

  it('stores a status every second', async () => {
    const world = makeWorld();
    const work = world.start();
    await world.clock.advance(1_200);
    const status = statusOf(world);
    expect(status).toMatchObject({ role: 'ledger', source: 'orders', segment: 0, bad: 0, detectedAt: null });
    expect(status.good).toBeGreaterThanOrEqual(48);
    await world.control(controlText({ stop: true }));
    await world.clock.drive(work);
  });

  it('answers whoever awaits a detection once, with what was still to be written', async () => {
    const world = makeWorld();
    const work = world.start();
    await world.clock.advance(200);
    await world.control(controlText({ detection: DETECTION }));
    await world.clock.advance(200);
    expect(world.workflows.answers).toEqual([]);
    world.connections.become('silent');
    await world.clock.advance(600);
    const at = statusOf(world).detectedAt;
    expect(at).not.toBeNull();
    expect(world.workflows.answers).toEqual([
      {
        token: 'token-of-drill',
        output: {
          outcome: { detected: true, at, via: 'token', finding: 'unknown', evidence: [] },
          pending: ['earlier', expect.objectContaining({ kind: 'outcome', state: 'AwaitDetection' })],
        },
      },
    ]);
    await world.control(controlText({ stop: true }));
    await world.clock.drive(work);
    expect(world.workflows.answers.map(({ token }) => token)).toEqual([
      'token-of-drill',
      'token-of-segment-0',
    ]);
  });

  it('answers a token that comes after the detection within ten milliseconds of reading', async () => {
    const world = makeWorld();
    const work = world.start();
    await world.clock.advance(200);
    world.connections.become('silent');
    await world.clock.advance(600);
    await world.control(controlText({ detection: DETECTION }));
    await world.clock.advance(12);
    expect(world.workflows.answers.map(({ token }) => token)).toEqual(['token-of-drill']);
    await world.control(controlText({ stop: true }));
    await world.clock.drive(work);
  });

  it('leaves the answer to the ledger: a stale writer detects nothing for others', async () => {
    const world = makeWorld();
    const work = world.start(segmentEvent('stale'));
    await world.control(controlText({ detection: DETECTION }));
    world.connections.become('silent');
    await world.clock.advance(900);
    expect(world.workflows.answers).toEqual([]);
    await world.control(controlText({ stop: true }));
    await world.clock.drive(work);
    expect(linesUnder(world, 'runs/run-1/stale/orders/').length).toBeGreaterThan(10);
  });

  it('probes services at most every fifty milliseconds', async () => {
    const world = makeWorld();
    const work = world.start(segmentEvent('health'));
    await world.clock.advance(980);
    await world.control(controlText({ stop: true }));
    await world.clock.drive(work);
    const samples = linesUnder(world, 'runs/run-1/health/services/').map((line) => HealthSample.parse(line));
    expect(samples.length).toBeGreaterThanOrEqual(20);
    expect(samples.length).toBeLessThanOrEqual(23);
  });

  it('does not end by a control object that it cannot read', async () => {
    const world = makeWorld();
    const work = world.start();
    await world.control('{"stop":');
    await world.clock.advance(500);
    await world.control(controlText({ stop: true }));
    await world.clock.drive(work);
    expect(attemptsOf(world).length).toBeGreaterThan(20);
  });

  it('leaves nothing behind that goes on asking when it has ended in an outage', async () => {
    const world = makeWorld();
    const stale = 'objects.get runs/run-1/heartbeat/status/stale-orders.json';
    const work = world.start(witnessing());
    await world.clock.advance(200);
    world.connections.become('silent');
    await world.clock.advance(400);
    expect(world.journal).toContain(stale);
    await world.control(controlText({ stop: true }));
    await world.clock.drive(work);
    world.journal.length = 0;
    await world.clock.advance(1_000);
    expect(world.journal).toEqual([]);
  });

  it('ends in an outage too, with every attempt told of', async () => {
    const world = makeWorld();
    const work = world.start();
    await world.clock.advance(200);
    world.connections.become('silent');
    await world.clock.advance(400);
    await world.control(controlText({ stop: true }));
    await world.clock.drive(work);
    const seqs = attemptsOf(world).map(({ seq }) => seq);
    expect(seqs.toSorted((a, b) => a - b)).toEqual(seqs.map((_, index) => index));
    expect(attemptsOf(world).at(-1)?.outcome).toBe('failed');
  });
});
