import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { besideRun } from '../../../lib/cli/run-directory.ts';
import { parseInstant } from '../../../lib/domain/instant.ts';
import { readTruth, type Truth } from '../../bench/run/truth.ts';

async function truthOf(lines: readonly object[]): Promise<Truth> {
  const directory = await mkdtemp(join(tmpdir(), 'muster-truth-'));
  try {
    await writeFile(
      besideRun(directory, 'truth.ndjson'),
      lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
    return await readTruth(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
    await rm(besideRun(directory, 'truth.ndjson'), { force: true });
  }
}

const at = (second: number) => `2026-11-02T08:00:0${second}.000000Z`;
const instant = (second: number) => parseInstant(at(second));
const led = { event: 'door-switched', from: 'frankfurt', site: 'dublin' };
const LOST = { event: 'kill-requested', at: at(1) };

test('what is known of a loss is told by server and by door, and nothing from before it counts', async () => {
  const truth = await truthOf([
    { ...led, at: at(0), kind: 'database', door: 'orders' },
    { event: 'wal-received', at: at(0), source: 'orders-a', replica: 'orders-b', lsn: '0/1' },
    LOST,
    { event: 'all-dead', at: at(2) },
    { event: 'wal-received', at: at(2), source: 'orders-a', replica: 'orders-b', lsn: '0/A0' },
    { event: 'wal-received', at: at(2), source: 'audit-a', replica: 'audit-b', lsn: '1/0' },
    { ...led, at: at(3), kind: 'database', door: 'orders' },
    { ...led, at: at(4), kind: 'service', door: 'orders' },
    { ...led, at: at(5), kind: 'database', door: 'orders', from: 'dublin', site: 'frankfurt' },
    { event: 'wal-on-disk', at: at(6), instance: 'audit-a', lsn: '1/10' },
    { event: 'wal-on-disk', at: at(6), instance: 'orders-a', lsn: '0/A0' },
  ]);
  expect(truth).toEqual({
    lostAt: instant(1),
    allDeadAt: instant(2),
    wal: new Map([
      ['orders-a', { receivedLsn: 0xa0n, onDiskLsn: 0xa0n }],
      ['audit-a', { receivedLsn: 0x1_0000_0000n, onDiskLsn: 0x1_0000_0010n }],
    ]),
    ledElsewhere: {
      database: new Map([['orders', instant(3)]]),
      service: new Map([['orders', instant(4)]]),
    },
  });
});

test('what nobody wrote down is not known', async () => {
  const truth = await truthOf([LOST, { event: 'wal-received', at: at(2), source: 'orders-a', lsn: null }]);
  expect(truth.wal).toEqual(new Map([['orders-a', { receivedLsn: null, onDiskLsn: null }]]));
  expect(truth).toMatchObject({ allDeadAt: instant(1), ledElsewhere: { database: new Map() } });
});

test('a truth without a loss is none', async () => {
  await expect(truthOf([{ event: 'fault-requested', at: at(0) }])).rejects.toThrow(
    / holds no truth of a loss$/,
  );
});
