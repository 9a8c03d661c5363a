import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Clock } from '../../../lib/ports/clock.ts';
import type { DatabaseReader, ReaderSession } from '../../../lib/ports/database-reader.ts';
import { makeExportRun } from '../../../lib/steps/export-run.ts';
import { LOCKING, makeFakeRetention } from '../../fakes/fake-retention.ts';
import { makeFakeReader } from '../../fakes/fake-reader.ts';
import { makeFakeSessions, PROMOTED } from '../../fakes/fake-sessions.ts';
import { ORDERS, PLAN_TEXT, runInput } from '../../fakes/run-input.ts';
import { JOURNAL } from '../../fakes/segment-event.ts';
import { SEEN, stepEvent } from '../../fakes/step-event.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';

const { PromoteReplica, StartHeartbeat } = SEEN;
const event = stepEvent('ExportRun', { PromoteReplica, StartHeartbeat });
const END = '{"objects":1}';

/** A row of the plan's ledger as the reader saw it. */
function seenRow(sequence: number): string {
  const times = { sent: '2026-03-01T11:59:58.000000Z', answered: '2026-03-01T11:59:58.001000Z' };
  const of = { database: 'orders', segment: 0, reading: 1, server: '10.0.0.1:5432', table: 'shop.journal' };
  const row = { schemaVersion: 1, ...of, ...times, line: 'row', sequence: String(sequence), time: null };
  return `${JSON.stringify(row)}\n`;
}

const STORED = {
  'runs/run-1/plan.yaml': PLAN_TEXT,
  'runs/run-1/ledger/orders/0-0.ndjson': '{"seq":0}\n{"seq":1}\n',
  'runs/run-1/ledger/orders/0-1.ndjson': '{"seq":2}\n',
  'runs/run-1/ledger/orders/0-end.json': '{"objects":2}',
  'runs/run-1/stale/orders/0-0.ndjson': '{"stale":0}\n',
  'runs/run-1/stale/orders/0-end.json': END,
  'runs/run-1/health/services/0-0.ndjson': '{"health":0}\n',
  'runs/run-1/health/services/0-end.json': END,
  'runs/run-1/reader/orders/0-0.ndjson': [41, 43].map(seenRow).join(''),
  'runs/run-1/reader/orders/0-end.json': END,
};

function makeWorld(texts: Record<string, string> = STORED) {
  const world = makeStepWorld({ texts });
  const sessions = makeFakeSessions(world.journal, {
    states: { '10.1.0.1': PROMOTED },
    rows: [{ writer: 'heartbeat', segment: 0, seq: 1, sent: '2026-03-01T11:59:59.000000Z' }],
  });
  return { ...world, sessions };
}

function without(...gone: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(STORED).filter(([key]) => !gone.includes(key)));
}

function recoveredLines({ objects }: ReturnType<typeof makeWorld>): readonly Record<string, unknown>[] {
  const text = objects.stored()['runs/run-1/files/recovered.ndjson'] ?? '';
  return text
    .trimEnd()
    .split('\n')
    .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));
}

/** A reader of a table without gaps in its sequences, each page of which takes so long. */
function slowReader({ clock, pageMs }: { clock: Pick<Clock, 'sleep'>; pageMs: number }): DatabaseReader {
  const rowsAfter: ReaderSession['rowsAfter'] = async (_table, after, most) => {
    await clock.sleep(pageMs);
    return Array.from({ length: most }, (_, index) => ({
      sequence: String(Number(after) + 1 + index),
      time: null,
    }));
  };
  const fake = makeFakeReader(clock);
  return { open: async (...request) => ({ ...(await fake.open(...request)), rowsAfter }) };
}

describe('ExportRun', () => {
  it('brings each series together in one file, and counts its lines', async () => {
    const world = makeWorld();
    const { outcome } = await makeExportRun(world)(event);
    expect(outcome).toEqual({
      files: [
        { name: 'ledger.ndjson', lines: 3 },
        { name: 'stale.ndjson', lines: 1 },
        { name: 'health.ndjson', lines: 1 },
        { name: 'observed.ndjson', lines: 2 },
        { name: 'recovered.ndjson', lines: 2 },
        { name: 'plan.yaml', lines: 2 },
      ],
      missingLedgerSegments: [],
      store: LOCKING,
    });
    const files = world.objects.stored();
    expect(files['runs/run-1/files/ledger.ndjson']).toBe('{"seq":0}\n{"seq":1}\n{"seq":2}\n');
    expect(files['runs/run-1/files/plan.yaml']).toBe(PLAN_TEXT);
  });

  it('reads the rows of the run from the promoted writer, under a line that says who that is', async () => {
    const world = makeWorld();
    await makeExportRun(world)(event);
    const lines = (world.objects.stored()['runs/run-1/files/recovered.ndjson'] ?? '').trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      {
        schemaVersion: 1,
        database: 'orders',
        line: 'server',
        server: '10.1.0.1:5432',
        systemIdentifier: '7300000000000000001',
        timeline: 2,
        lsn: '0/4000200',
        inRecovery: false,
        readAt: '2026-03-01T12:00:00.000000Z',
      },
      {
        schemaVersion: 1,
        database: 'orders',
        line: 'row',
        writer: 'heartbeat',
        segment: 0,
        seq: 1,
        sent: '2026-03-01T11:59:59.000000Z',
      },
    ]);
  });

  it("reads the plan's own ledger where it was seen on the primary, and nothing beyond", async () => {
    const world = makeWorld();
    for (const sequence of [40, 41, 42, 44]) world.reader.commit(sequence);
    const run = runInput({ databases: [{ ...ORDERS, ledger: JOURNAL }] });
    await makeExportRun(world)({ ...event, run });
    const text = world.objects.stored()['runs/run-1/files/recovered.ndjson'] ?? '';
    const common = { schemaVersion: 1, database: 'orders', table: 'shop.journal' };
    const row = { ...common, line: 'table-row', time: '2026-03-01T12:00:00.000000Z' };
    expect(
      text
        .trimEnd()
        .split('\n')
        .slice(2)
        .map((line): unknown => JSON.parse(line)),
    ).toEqual([
      { ...common, line: 'table', from: '41', to: '43', rows: 2 },
      { ...row, sequence: '41' },
      { ...row, sequence: '42' },
    ]);
    expect(world.reader.opened).toEqual(['10.1.0.1 as orders/operator']);
  });

  it('names the ledger that could not be read, with the cause, and exports all else', async () => {
    const world = makeWorld();
    world.reader.become('refused');
    const run = runInput({ databases: [{ ...ORDERS, ledger: JOURNAL }] });
    const { outcome } = await makeExportRun(world)({ ...event, run });
    expect(outcome).toMatchObject({ files: Array.from({ length: 6 }, () => ({})) });
    expect(recoveredLines(world).slice(2)).toEqual([
      {
        schemaVersion: 1,
        database: 'orders',
        table: 'shop.journal',
        line: 'table-unread',
        cause: 'Connection terminated unexpectedly',
      },
    ]);
  });

  it('reads the ledger of one database although that of another one cannot be read', async () => {
    const audit = { ...ORDERS, id: 'audit', ledger: JOURNAL };
    const observed = `${seenRow(41)}${seenRow(41).replace('"database":"orders"', '"database":"audit"')}`;
    const world = makeWorld({ ...STORED, 'runs/run-1/reader/orders/0-0.ndjson': observed });
    world.reader.commit(41);
    let opened = 0;
    const reader: DatabaseReader = {
      open: async (target, limits) => {
        opened += 1;
        if (opened === 1) throw new AggregateError([new Error('connect ECONNREFUSED')]);
        return world.reader.open(target, limits);
      },
    };
    const run = runInput({ databases: [{ ...ORDERS, ledger: JOURNAL }, audit] });
    const discovered = SEEN.DiscoverDatabases.databases;
    const outcomes = {
      ...event.outcomes,
      DiscoverDatabases: {
        databases: [...discovered, ...discovered.map((one) => ({ ...one, id: 'audit' }))],
      },
    };
    await makeExportRun({ ...world, reader })({ ...event, run, outcomes });
    const ledgers = recoveredLines(world).filter(({ table }) => table);
    expect(ledgers).toMatchObject([
      { database: 'orders', line: 'table-unread', cause: 'connect ECONNREFUSED' },
      { database: 'audit', line: 'table', rows: 1 },
      { database: 'audit', line: 'table-row', sequence: '41' },
    ]);
  });

  it.each([
    { pages: 20, read: true },
    { pages: 40, read: false },
  ])(
    'gives a ledger of many pages the time that it needs, within a limit: $pages pages',
    async ({ pages, read }) => {
      const observed = `${seenRow(1)}${seenRow(pages * 5_000)}`;
      const world = makeWorld({ ...STORED, 'runs/run-1/reader/orders/0-0.ndjson': observed });
      const SLOW_MS = 1_800;
      const reader = slowReader({ clock: world.clock, pageMs: SLOW_MS });
      const run = runInput({ databases: [{ ...ORDERS, ledger: JOURNAL }] });
      await world.clock.drive(makeExportRun({ ...world, reader })({ ...event, run }));
      const [, , ledger] = recoveredLines(world);
      expect(ledger).toMatchObject(
        read
          ? { line: 'table', rows: pages * 5_000 }
          : { line: 'table-unread', cause: 'not read within 60 s' },
      );
    },
  );

  it('reads no rows when nothing was promoted', async () => {
    const world = makeWorld();
    const { outcome } = await makeExportRun(world)(stepEvent('ExportRun', { StartHeartbeat }));
    expect(outcome).toMatchObject({ files: [{}, {}, {}, {}, { name: 'recovered.ndjson', lines: 0 }, {}] });
    expect(world.journal.filter((line) => line.startsWith('sessions.'))).toEqual([]);
  });

  it.each([
    ['goes on, since nothing was promoted', { StartHeartbeat }, []],
    ['ended with the promotion', { StartHeartbeat, PromoteReplica }, ['ledger/orders/0-end']],
  ])(
    'of a watch that %s the open segment is held against what such a series has',
    async (_, seen, missing) => {
      const stored = without('runs/run-1/ledger/orders/0-end.json');
      const texts = Object.fromEntries(
        Object.entries(stored).map(([key, text]) => [
          key.includes('plan.yaml') ? key : key.replace('run-1', 'watch-1'),
          text,
        ]),
      );
      const run = runInput({ watch: { run: 'watch-1' } });
      const { outcome } = await makeExportRun(makeWorld(texts))(stepEvent('ExportRun', seen, { run }));
      expect(outcome).toMatchObject({ missingLedgerSegments: missing });
    },
  );

  it.each([
    { gone: ['runs/run-1/ledger/orders/0-1.ndjson'], missing: ['ledger/orders/0-1'] },
    { gone: ['runs/run-1/stale/orders/0-end.json'], missing: ['stale/orders/0-end'] },
    {
      gone: ['runs/run-1/health/services/0-0.ndjson', 'runs/run-1/health/services/0-end.json'],
      missing: ['health/services/0-end'],
    },
  ])('names what is not there though it must be: $missing', async ({ gone, missing }) => {
    const { outcome } = await makeExportRun(makeWorld(without(...gone)))(event);
    expect(outcome).toMatchObject({ missingLedgerSegments: missing });
  });

  it('says that the bucket keeps nothing, or does not say, and goes on', async () => {
    const off = makeFakeRetention([], { store: { objectLock: 'off' } });
    const { outcome } = await makeExportRun({ ...makeWorld(), retention: off })(event);
    expect(outcome).toMatchObject({ store: { objectLock: 'off' } });
    const silent = makeFakeRetention([], { store: new Error('silence') });
    const second = await makeExportRun({ ...makeWorld(), retention: silent })(event);
    expect(second.outcome).toMatchObject({ store: { objectLock: 'unknown', problem: 'Error: silence' } });
  });

  it('names a whole segment that is not there between others', async () => {
    const texts = {
      ...STORED,
      'runs/run-1/ledger/orders/2-0.ndjson': '{"seq":0}\n',
      'runs/run-1/ledger/orders/2-end.json': END,
    };
    const { outcome } = await makeExportRun(makeWorld(texts))(event);
    expect(outcome).toMatchObject({ missingLedgerSegments: ['ledger/orders/1-end'] });
  });

  it('misses nothing of a series that was never started', async () => {
    const world = makeWorld(without(...Object.keys(STORED).filter((key) => key.includes('/stale/'))));
    const executions = StartHeartbeat.executions.filter(({ role }) => role !== 'stale');
    const { outcome } = await makeExportRun(world)(
      stepEvent('ExportRun', { PromoteReplica, StartHeartbeat: { startedAt: null, from: [], executions } }),
    );
    expect(outcome).toMatchObject({ missingLedgerSegments: [] });
  });

  it('fails when the plan is gone', async () => {
    await expect(makeExportRun(makeWorld(without('runs/run-1/plan.yaml')))(event)).rejects.toMatchObject({
      name: 'ExportIncomplete',
      message: 'runs/run-1/plan.yaml: saw no such object; expected the plan of the run',
    });
  });

  it('writes the same files when it is done again', async () => {
    const world = makeWorld();
    const first = await makeExportRun(world)(event);
    const files = world.objects.stored();
    const second = await makeExportRun(world)({ ...event, attempt: 1 });
    expect(second.outcome).toEqual(first.outcome);
    expect(world.objects.stored()).toEqual(files);
  });

  it('writes files of the run and nothing else, and none on a dry run', async () => {
    const world = makeWorld();
    await makeExportRun(world)({ ...event, dryRun: true });
    expect(changesOf(world)).toEqual([]);
    await makeExportRun(world)(event);
    expect(changesOf(world).toSorted()).toEqual(
      [
        'health.ndjson',
        'ledger.ndjson',
        'observed.ndjson',
        'plan.yaml',
        'recovered.ndjson',
        'stale.ndjson',
      ].map((name) => `objects.put runs/run-1/files/${name}`),
    );
  });
});
