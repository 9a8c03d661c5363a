import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../lib/domain/instant.ts';
import { Attempt } from '../../../lib/domain/ledger/attempt.ts';
import { RowWriter } from '../../../lib/heartbeat/row-writer.ts';
import { type FakeConnections, makeFakeConnections } from '../../fakes/fake-connections.ts';
import { makeManualClock, NOON } from '../../fakes/manual-clock.ts';

const TARGET = { host: '10.0.0.1', port: 5432, database: 'app', secret: 'orders/heartbeat' };
const OLD = '10.0.0.1:5432';
const NEW = '10.1.0.1:5432';

function makeWorld({
  slowInsertMs = 1,
  openingPauseMs = 0,
  segment = 0,
  ...overrides
}: Partial<FakeConnections> & { slowInsertMs?: number; openingPauseMs?: number; segment?: number } = {}) {
  const clock = makeManualClock();
  const connections: FakeConnections = { ...makeFakeConnections(clock, slowInsertMs), ...overrides };
  const attempts: Attempt[] = [];
  const instants: number[] = [];
  const writer = new RowWriter(
    { clock, connections },
    {
      run: 'run-1',
      writer: 'heartbeat',
      database: 'orders',
      segment,
      target: TARGET,
      intervalMs: 20,
      attemptTimeoutMs: 100,
      openingPauseMs,
      emit: (attempt, at) => {
        attempts.push(Attempt.parse(attempt));
        instants.push(at);
      },
    },
  );
  /** Ticks at the interval. */
  const beat = async (times: number) => {
    for (let tick = 0; tick < times; tick += 1) {
      writer.tick();
      await clock.advance(20);
    }
  };
  return { clock, connections, attempts, instants, writer, beat };
}

/** Milliseconds after the start. */
function sinceStart(text: string): number {
  return (parseInstant(text) - NOON) / 1000;
}

function told(attempts: readonly Attempt[]): readonly string[] {
  return attempts.map(
    ({ seq, connection, outcome, sent, answered, error }) =>
      `${seq} on ${connection}: ${outcome} ${sinceStart(sent)}-${sinceStart(answered)}${error ? ` (${error})` : ''}`,
  );
}

describe('a row writer', () => {
  it('commits one row a tick on one connection', async () => {
    const { attempts, beat, connections } = makeWorld();
    await beat(3);
    expect(told(attempts)).toEqual([
      '0 on 0: acknowledged 0-3',
      '1 on 0: acknowledged 20-21',
      '2 on 0: acknowledged 40-41',
    ]);
    expect(connections.opened()).toBe(1);
    expect(connections.rows.map(({ seq, sent }) => `${seq} ${(sent - NOON) / 1000}`)).toEqual([
      '0 0',
      '1 20',
      '2 40',
    ]);
  });

  it('tells of each attempt whose row it was, on which server, and when by both clocks', async () => {
    const { attempts, instants, beat } = makeWorld({ segment: 3 });
    await beat(1);
    expect(attempts).toEqual([
      {
        schemaVersion: 1,
        database: 'orders',
        segment: 3,
        seq: 0,
        connection: 0,
        sent: '2026-03-01T12:00:00.000000Z',
        answered: '2026-03-01T12:00:00.003000Z',
        outcome: 'acknowledged',
        server: OLD,
        sentNs: '0',
        answeredNs: '3000000',
        opening: { began: '2026-03-01T12:00:00.000000Z', failedBefore: null },
      },
    ]);
    expect(instants).toEqual([NOON + 3000]);
  });

  it('leaves a row in doubt that is not answered in time, and closes its connection when another is open', async () => {
    const { attempts, beat, connections } = makeWorld();
    await beat(1);
    connections.become('silent');
    await beat(11);
    expect(told(attempts)[1]).toBe('1 on 0: in-doubt 20-120 (no answer within 100 ms)');
    expect(attempts[1]?.server).toBe(OLD);
    connections.become('up', NEW);
    await beat(3);
    expect([attempts.at(-1)?.server, connections.opened(), connections.sessions()]).toEqual([NEW, 2, 1]);
  });

  it('goes on with a connection that answers after all, without a login', async () => {
    const { attempts, beat, connections } = makeWorld();
    await beat(1);
    connections.become('stopped');
    await beat(10);
    connections.become('up');
    await beat(1);
    const [, inDoubt, failed] = told(attempts);
    expect(inDoubt).toBe('1 on 0: in-doubt 20-120 (no answer within 100 ms)');
    expect(failed).toBe('2 on 1: failed 120-220 (no connection within 100 ms)');
    const after = attempts.filter(({ seq, outcome }) => seq > 2 && outcome === 'acknowledged');
    expect([...new Set(after.map(({ connection }) => connection))]).toEqual([0]);
    expect(after.length).toBeGreaterThan(1);
    expect(connections.sessions()).toBe(1);
  });

  it('gives a connection up that breaks after all', async () => {
    const { beat, connections, clock } = makeWorld();
    await beat(1);
    connections.become('stopped');
    await beat(8);
    connections.become('refused');
    await clock.advance(1);
    expect(connections.sessions()).toBe(0);
  });

  it('makes no second attempt on a connection that is waiting for an answer', async () => {
    const { attempts, beat, connections } = makeWorld();
    await beat(1);
    connections.become('silent');
    await beat(4);
    expect(told(attempts)).toEqual(['0 on 0: acknowledged 0-3']);
    expect(connections.opened()).toBe(1);
  });

  it('gives every interval of an outage its line: failed, since it was never sent', async () => {
    const { attempts, beat, connections } = makeWorld();
    connections.become('silent');
    await beat(8);
    expect(told(attempts)).toEqual([
      '0 on 0: failed 0-100 (no connection within 100 ms)',
      '1 on 0: failed 20-120 (no connection within 100 ms)',
      '2 on 0: failed 40-140 (no connection within 100 ms)',
      '3 on 0: failed 60-160 (no connection within 100 ms)',
    ]);
    expect(attempts.map(({ server }) => server)).toEqual([null, null, null, null]);
  });

  it('holds the attempts that wait, and tries one opening until it has met silence', async () => {
    const { writer, connections, clock } = makeWorld();
    connections.become('silent');
    for (let tick = 0; tick < 50; tick += 1) writer.tick();
    expect(clock.sleeping()).toBe(6 + 1);
    await clock.drive(writer.close());
  });

  it('opens at each interval of a silence that is known, eight at once at the most', async () => {
    const { beat, connections, clock, writer } = makeWorld();
    await beat(1);
    connections.become('silent');
    await beat(14);
    for (let tick = 0; tick < 50; tick += 1) writer.tick();
    expect(clock.sleeping()).toBe(6 + 8);
    await clock.drive(writer.close());
  });

  it('starts its openings no closer together than it is told to', async () => {
    const { beat, connections, clock, writer } = makeWorld({ openingPauseMs: 100 });
    await beat(1);
    connections.become('silent');
    await beat(14);
    for (let tick = 0; tick < 50; tick += 1) writer.tick();
    const patientAndLatest = 2;
    expect(clock.sleeping()).toBe(6 + patientAndLatest);
    await clock.drive(writer.close());
  });

  it('takes no silence for a loss before its first session: one opening at a time is all it asks', async () => {
    const { beat, connections, clock, writer } = makeWorld();
    connections.become('silent');
    await beat(40);
    for (let tick = 0; tick < 50; tick += 1) writer.tick();
    expect(clock.sleeping()).toBe(6 + 1);
    await clock.drive(writer.close());
  });

  it('opens at each interval from the start when it goes on where another segment had sessions', async () => {
    const { beat, connections, attempts } = makeWorld({ segment: 1 });
    connections.become('silent');
    await beat(10);
    connections.become('up', NEW);
    await beat(2);
    expect(attempts.some(({ server }) => server === NEW)).toBe(true);
  });

  it('says on the first attempt of a connection when its opening began, and the latest one before it that led nowhere', async () => {
    const { attempts, beat, connections } = makeWorld();
    await beat(1);
    connections.become('silent');
    await beat(14);
    connections.become('up', NEW);
    await beat(4);
    const openings = attempts.filter(({ server }) => server === NEW).map(({ opening }) => opening);
    const [first, ...later] = openings;
    expect(later.length).toBeGreaterThan(0);
    expect(later.every((opening) => opening === undefined)).toBe(true);
    expect(sinceStart(first?.began ?? '') - sinceStart(first?.failedBefore ?? '')).toBe(20);
  });

  it('counts an opening that a server answered and refused as one that led nowhere', async () => {
    const { attempts, beat, connections } = makeWorld();
    await beat(1);
    connections.become('closed');
    await beat(10);
    connections.become('up', NEW);
    await beat(4);
    const opening = attempts.find(({ server }) => server === NEW)?.opening;
    expect(sinceStart(opening?.began ?? '') - sinceStart(opening?.failedBefore ?? '')).toBe(20);
  });

  it('opens no second session while a slow server logs the first one in', async () => {
    const { attempts, beat, connections } = makeWorld();
    connections.become('slow');
    await beat(14);
    expect(connections.opened()).toBe(1);
    expect(attempts.filter(({ outcome }) => outcome === 'acknowledged').length).toBeGreaterThan(2);
  });

  it('calls a row failed when the connection was refused: it was never sent', async () => {
    const { attempts, beat, connections, clock } = makeWorld();
    connections.become('refused');
    await beat(6);
    await clock.advance(0);
    expect(told(attempts)).toEqual([
      '0 on 4: failed 0-100 (connect ECONNREFUSED 10.0.0.1:5432)',
      '1 on 5: failed 20-120 (connect ECONNREFUSED 10.0.0.1:5432)',
    ]);
  });

  it('calls a row failed when the server itself refused it, and starts over on a new connection', async () => {
    const { attempts, beat, connections } = makeWorld();
    await beat(1);
    connections.become('rejecting');
    await beat(1);
    connections.become('up');
    await beat(1);
    expect(told(attempts)).toEqual([
      '0 on 0: acknowledged 0-3',
      '1 on 0: failed 20-21 (duplicate key value violates unique constraint)',
      '2 on 1: acknowledged 40-43',
    ]);
  });

  it('leaves a row in doubt when its connection breaks under it', async () => {
    const { attempts, beat, connections, writer, clock } = makeWorld();
    await beat(1);
    connections.become('deaf');
    writer.tick();
    await clock.advance(5);
    connections.become('refused');
    await clock.advance(15);
    expect(told(attempts)[1]).toBe('1 on 0: in-doubt 20-25 (Connection terminated unexpectedly)');
  });

  it('sees the end of an outage at once: what still has time goes out on the new server', async () => {
    const { attempts, beat, connections } = makeWorld();
    await beat(1);
    connections.become('silent');
    await beat(10);
    connections.become('up', NEW);
    await beat(1);
    const good = attempts.filter(({ server }) => server === NEW);
    expect(told(good)).toEqual([
      '5 on 2: acknowledged 180-223',
      '6 on 2: acknowledged 200-224',
      '7 on 2: acknowledged 220-225',
    ]);
  });

  it('sends all that waits on the connection that opens', async () => {
    const { attempts, beat, connections, writer, clock } = makeWorld();
    writer.tick();
    writer.tick();
    writer.tick();
    await clock.advance(20);
    await beat(1);
    expect(told(attempts)).toEqual([
      '0 on 0: acknowledged 0-3',
      '1 on 0: acknowledged 0-4',
      '2 on 0: acknowledged 0-5',
      '3 on 0: acknowledged 20-21',
    ]);
    expect(connections.opened()).toBe(1);
    expect(connections.sessions()).toBe(1);
  });

  it('never tells twice of one attempt, and of none twice the same number', async () => {
    const { attempts, beat, connections, writer, clock } = makeWorld();
    for (const mode of ['up', 'deaf', 'silent', 'rejecting', 'refused', 'up'] as const) {
      connections.become(mode);
      await beat(9);
    }
    await clock.drive(writer.close());
    const numbers = attempts.map(({ seq }) => seq).toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from(numbers, (_, index) => index));
    expect(numbers.length).toBeGreaterThan(30);
  });

  it('waits at its end for the attempts under way, and leaves no session open', async () => {
    const { attempts, beat, connections, writer, clock } = makeWorld();
    await beat(1);
    connections.become('deaf');
    writer.tick();
    await clock.drive(writer.close());
    expect(told(attempts)[1]).toBe('1 on 0: in-doubt 20-120 (no answer within 100 ms)');
    expect(connections.sessions()).toBe(0);
  });

  it('ends each attempt by its deadline even when opening a session never ends', async () => {
    const { attempts, clock, writer } = makeWorld({ open: () => new Promise<never>(() => {}) });
    writer.tick();
    await clock.drive(writer.close());
    expect(told(attempts)).toEqual(['0 on 0: failed 0-100 (no connection within 100 ms)']);
  });

  it('closes a session that opens when the writer has ended', async () => {
    const { connections, clock, writer } = makeWorld();
    connections.become('slow');
    writer.tick();
    await clock.drive(writer.close());
    expect(connections.opened()).toBe(0);
    await clock.advance(500);
    expect(connections.opened()).toBe(1);
    expect(connections.sessions()).toBe(0);
  });

  it('gets its session from a server that takes longer than an attempt to answer at all', async () => {
    const { attempts, beat, connections } = makeWorld();
    connections.become('busy');
    await beat(60);
    expect(connections.opened()).toBe(1);
    expect(attempts.filter(({ outcome }) => outcome === 'acknowledged').length).toBeGreaterThan(15);
  });

  it('keeps a session whose login used up the time of the attempts that waited for it', async () => {
    const { attempts, beat, connections } = makeWorld({ slowInsertMs: 15 });
    connections.become('slow');
    await beat(40);
    expect(attempts.filter(({ outcome }) => outcome === 'in-doubt')).toEqual([]);
    expect(connections.opened()).toBe(1);
  });
});
