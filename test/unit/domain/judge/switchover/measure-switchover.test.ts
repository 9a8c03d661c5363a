import { describe, expect, test } from 'vitest';
import { editedText, type RunChanges } from '../../../../fakes/changed-run.ts';
import { measuredSwitchover, SWITCHOVER } from '../../../../fakes/stored-switchover.ts';

function whole(changes: RunChanges = {}) {
  const [database] = measuredSwitchover(changes).run.databases;
  if (!database) throw new Error('the stored run has no database');
  return database;
}

function legOf(name: 'there' | 'back', changes: RunChanges = {}) {
  const leg = measuredSwitchover(changes).run.legs.find(({ facts }) => facts.leg === name);
  const [database] = leg?.databases ?? [];
  if (!leg || !database) throw new Error('the stored run has no such leg');
  return { leg, database };
}

/** The recorded input, with other fields. */
function ordered(change: (input: Input) => object): RunChanges {
  const { input } = measuredSwitchover();
  return { outcomes: { RecordObjectives: { input: change(input) } } };
}
type Input = ReturnType<typeof measuredSwitchover>['input'];

describe('the whole run', () => {
  test('has no gap, and no row that nobody wrote', () => {
    expect(whole().gaps).toEqual([]);
    expect(whole().loss).toMatchObject({ lost: [], phantoms: [] });
  });

  test('names what is missing of its own ledger, and nothing of other series', () => {
    const missing = ['stale/orders-db/0-1.ndjson', 'ledger/orders/0-1.ndjson', 'ledger/orders-db/0-9.ndjson'];
    const outcomes = { ExportRun: { missingLedgerSegments: missing } };
    expect(whole({ outcomes }).gaps).toEqual(['ledger/orders-db/0-9.ndjson']);
    expect(whole({ outcomes: { ExportRun: null } }).gaps).toEqual([]);
  });

  test('takes a row without an attempt for a phantom, but with a gap in its ledger', () => {
    let left = 0;
    const ledger = editedText(SWITCHOVER, 'ledger.ndjson', (line) => {
      left += 1;
      return left === 40 ? null : line;
    });
    const { gaps, loss } = whole({ texts: ledger });
    expect(gaps).toHaveLength(1);
    expect(loss?.phantoms).toEqual([]);
    const unwritten = editedText(SWITCHOVER, 'recovered.ndjson', (line) =>
      line.includes('"writer":"heartbeat"') && line.includes('"seq":13,')
        ? `${line}\n${line.replace('"seq":13,', '"seq":70013,')}`
        : line,
    );
    expect(whole({ texts: unwritten }).loss?.phantoms).toEqual(['0/70013']);
  });

  test("has nothing of a plan's own ledger where the plan names none", () => {
    expect(whole().table).toBeNull();
  });

  describe("with a plan's own ledger", () => {
    const named = () =>
      ordered((input) => {
        const ledger = { table: 'public.bets', sequenceColumn: 'id', timeColumn: 'at' };
        return { ...input, databases: input.databases.map((one) => ({ ...one, ledger })) };
      });

    test('doubts it where nobody read its table', () => {
      expect(whole(named()).table).toMatchObject({ table: 'public.bets', seen: 0, lost: [] });
      expect(whole(named()).table?.doubt).not.toBeNull();
    });

    const reading = (server: string) => {
      const at = '2026-11-22T04:59:12.000000Z';
      const common = { schemaVersion: 1, database: 'orders-db', segment: 0, reading: 9, server };
      const table = { line: 'table', table: 'public.bets', complete: true, rows: 0 };
      const read = `${JSON.stringify({ ...common, sent: at, answered: at, ...table })}\n`;
      return { 'observed.ndjson': read };
    };
    const [before, after] = ['127.0.0.1:14588', '127.0.0.1:17847'];

    test('doubts it by the readings of its own reader that are missing, and those alone', () => {
      const read = (name: string) => {
        const outcomes = { ...named().outcomes, ExportRun: { missingLedgerSegments: [name] } };
        return whole({ outcomes, texts: reading(before) }).table;
      };
      expect(read('reader/orders-db/0-1.ndjson')).toMatchObject({
        idle: false,
        doubt:
          'readings of public.bets are missing, and rows that only they saw may be lost: reader/orders-db/0-1.ndjson',
      });
      expect(read('reader/orders/0-1.ndjson')?.idle).toBe(true);
    });

    test('counts the readings of the primary that was given up, and not of the one that roles went to', () => {
      const readings = (server: string) => whole({ ...named(), texts: reading(server) }).table?.readings;
      expect([readings(before), readings(after)]).toEqual([1, 0]);
    });

    test('is measured all the same where no promotion was proven', () => {
      const outcomes = { ...named().outcomes, ProvePromotion: null };
      expect(whole({ outcomes, texts: reading(after) }).table?.readings).toBe(1);
    });
  });
});

describe('a leg', () => {
  test('has its own attempts, and those of its own stale writer', () => {
    // Both have what was sent from the discovery of the way back to its drain: it is watched by both.
    const attempts = (['there', 'back'] as const).map((name) => legOf(name).database.attempts.length);
    expect(attempts).toEqual([576, 258]);
    expect(attempts[0]).toBeLessThan(whole().attempts.length);
  });

  test('never saw an outage where no promotion was proven, and has no server', () => {
    const { leg, database } = legOf('there', { outcomes: { ProvePromotion: null } });
    expect([database.server, leg.served, leg.interrupted, leg.withoutSecondCopy]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(database.splitBrain.since).toBeNull();
  });

  test('does not begin before writers were asked to stop', () => {
    const asked = legOf('there').leg.refused;
    const late = legOf('there', {
      outcomes: { DrainWriters: { requestedAt: '2026-11-22T04:59:20.500000Z' } },
    });
    expect(late.leg.refused?.high).toBeGreaterThan(asked?.high ?? 0);
    expect(legOf('there', { outcomes: { DrainWriters: null } }).leg.refused).toEqual(asked);
  });

  test('has no end while a required service never answered, but does not wait for the others', () => {
    const ill = editedText(SWITCHOVER, 'health.ndjson', (line) =>
      line.includes('"service":"catalogue"') ? line.replace('"healthy":true', '"healthy":false') : line,
    );
    const { leg } = legOf('there', { texts: ill });
    expect(leg.writersRefused).not.toBeNull();
    expect(leg.interrupted).toBeNull();
    const optional = ordered((input) => ({
      ...input,
      services: input.services.map((one) => (one.name === 'catalogue' ? { ...one, required: false } : one)),
    }));
    expect(legOf('there', { ...optional, texts: ill }).leg.interrupted).not.toBeNull();
  });

  test('doubts times whose clocks contradict each other', () => {
    expect(legOf('there').database.doubts).toEqual([]);
    const jumped = editedText(SWITCHOVER, 'ledger.ndjson', (line) =>
      line.replace(
        /"answeredNs":"(\d+)"/,
        (_, ns: string) => `"answeredNs":"${BigInt(ns) + 5_000_000_000n}"`,
      ),
    );
    const { doubts } = legOf('there', { texts: jumped }).database;
    expect(doubts.length).toBeGreaterThan(0);
    expect(doubts.every((doubt) => doubt.includes('clock'))).toBe(true);
  });

  test('doubts an outage whose bounds are wide apart', () => {
    const still = editedText(SWITCHOVER, 'ledger.ndjson', (line) =>
      /"sent":"2026-11-22T04:59:(18\.9|19)/.test(line) ? null : line,
    );
    const { doubts } = legOf('there', { texts: still }).database;
    expect(doubts).toEqual([
      'the moment of disruption is known to 1.404398 s only; a probe that kept its rate knows it to 0.594344 s',
    ]);
  });
});
