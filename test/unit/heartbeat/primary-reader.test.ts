import { describe, expect, it } from 'vitest';
import type { ObservedLine } from '../../../lib/domain/ledger/observed-line.ts';
import { PrimaryReader } from '../../../lib/heartbeat/primary-reader.ts';
import { makeFakeReader } from '../../fakes/fake-reader.ts';
import { makeManualClock } from '../../fakes/manual-clock.ts';
import { JOURNAL } from '../../fakes/segment-event.ts';

function makeWorld({ named = true } = {}) {
  const clock = makeManualClock();
  const reader = makeFakeReader(clock);
  const lines: ObservedLine[] = [];
  const readings: boolean[] = [];
  const primary = new PrimaryReader(
    { clock, reader },
    {
      database: 'orders',
      segment: 0,
      target: { host: '127.0.0.1', port: 6432, database: 'app', secret: 'orders/heartbeat' },
      table: named ? JOURNAL : null,
      emit: (line) => lines.push(line),
      onReading: (_at, good) => readings.push(good),
    },
  );
  const tick = async () => {
    primary.tick();
    await clock.advance(250);
  };
  const sequences = () => lines.flatMap((line) => (line.line === 'row' ? [line.sequence] : []));
  return { clock, reader, lines, readings, primary, tick, sequences };
}

describe('the reader of the primary', () => {
  it('reads the statistics once a tick, with the server that gave them', async () => {
    const { lines, tick, readings } = makeWorld({ named: false });
    for (let ticks = 0; ticks < 3; ticks += 1) await tick();
    expect(lines).toEqual([
      {
        schemaVersion: 1,
        line: 'statistics',
        database: 'orders',
        segment: 0,
        reading: 0,
        server: '10.0.0.1:5432',
        sent: '2026-03-01T12:00:00.250000Z',
        answered: '2026-03-01T12:00:00.251000Z',
        writeIds: 1_000,
        commits: 5_000,
        otherCommits: 10,
        rollbacks: 0,
        walBytes: 100_000,
      },
      expect.objectContaining({ line: 'statistics', reading: 1 }),
    ]);
    expect(readings).toEqual([true, true]);
  });

  it("brings each new row of the plan's ledger once, and none of those before its start", async () => {
    const { reader, tick, sequences } = makeWorld();
    reader.commit(7);
    await tick();
    await tick();
    reader.commit(8);
    reader.commit(10);
    await tick();
    reader.commit(9);
    await tick();
    await tick();
    expect(sequences()).toEqual(['8', '10', '9']);
  });

  it('says of a reading that brought all it could that it may not be complete', async () => {
    const { reader, lines, tick } = makeWorld();
    await tick();
    await tick();
    for (let sequence = 1; sequence <= 1_600; sequence += 1) reader.commit(sequence);
    await tick();
    await tick();
    const tables = lines.flatMap((line) => (line.line === 'table' ? [[line.complete, line.rows]] : []));
    expect(tables).toEqual([
      [true, 0],
      [false, 1_500],
      [true, 100],
    ]);
  });

  it('goes on with another session three seconds after one broke, when it leads to the same server', async () => {
    const { reader, readings, tick, sequences } = makeWorld();
    await tick();
    await tick();
    reader.become('refused');
    await tick();
    reader.become('up');
    reader.commit(1);
    for (let ticks = 0; ticks < 11; ticks += 1) await tick();
    expect([readings, reader.opened.length]).toEqual([[true, false], 1]);
    for (let ticks = 0; ticks < 3; ticks += 1) await tick();
    expect([readings, reader.opened.length, sequences()]).toEqual([[true, false, true], 2, ['1']]);
  });

  it('ends when another session leads to another server, and asks that nothing', async () => {
    const { reader, lines, readings, tick } = makeWorld();
    await tick();
    await tick();
    const before = lines.length;
    reader.become('refused');
    await tick();
    reader.become('up');
    reader.leadTo('10.1.0.1:5432');
    for (let ticks = 0; ticks < 40; ticks += 1) await tick();
    expect([readings, reader.opened.length, lines.length]).toEqual([[true, false], 2, before]);
  });

  it('gives up a reading that is not answered within a second, and writes nothing more', async () => {
    const { reader, lines, readings, tick } = makeWorld();
    await tick();
    await tick();
    const before = lines.length;
    reader.become('silent');
    for (let ticks = 0; ticks < 6; ticks += 1) await tick();
    expect([readings, lines.length - before]).toEqual([[true, false], 0]);
  });

  it('tries again for as long as it has never read', async () => {
    const { reader, readings, tick } = makeWorld();
    reader.become('refused');
    await tick();
    reader.become('up');
    await tick();
    await tick();
    expect(readings).toEqual([false, true]);
  });
});
