import { expect, test } from 'vitest';
import { clockPairs } from '../../../../lib/domain/judge/clock-pairs.ts';
import { detectedAt } from '../../../../lib/domain/judge/detected-at.ts';
import { measureRun } from '../../../../lib/domain/judge/measure-run.ts';
import { inputOf, readRun } from '../../../../lib/domain/judge/run-facts.ts';
import { parseInstant } from '../../../../lib/domain/instant.ts';
import { judgedFailover } from '../../../fakes/judged-failover.ts';
import { buildRunFixture } from '../../../fakes/run-fixture.ts';
import { reseal } from '../../../fakes/run-fixture-record.ts';
import { sha256 } from '../../../fakes/sha256.ts';

const { texts } = buildRunFixture();
const judged = (record: string) => {
  expect(record).not.toBe(texts['record.ndjson']);
  return judgedFailover({ directory: '.', texts: reseal({ ...texts, 'record.ndjson': record }) }, sha256);
};

test("a heartbeat that was acknowledged after the receipt contradicts the injector's clock: nothing is met", () => {
  const early = texts['record.ndjson'].replace(
    /("storageHeld":true,"at":")2026-11-02T08:00:02/,
    '$12026-11-02T08:00:01',
  );
  const { verdicts, reasons, disruption } = judged(early);
  expect([verdicts.rto, verdicts.rpo]).toEqual(['inconclusive', 'inconclusive']);
  expect(reasons['rto']).toMatch(
    /^clocks of the run contradict each other: the injector's receipt is stamped 0\.\d+ s before the last heartbeat to orders: their clocks disagree by at least that/,
  );
  expect(disruption?.boundedBy).toBe('heartbeat');
});

test('a recovery before traffic was switched contradicts the clock of the engine', () => {
  const late = texts['record.ndjson'].replace(
    /("type":"TaskStateEntered","at":")2026-11-02T08:00:02(\.\d+Z","state":"SwitchTraffic")/,
    '$12026-11-02T08:00:09$2',
  );
  expect(judged(late).reasons['rpo']).toContain('the recovery of orders is stamped');
});

const STALE_AT = '2026-11-02T08:00:01.500000Z';
const LATER = '2026-11-02T08:30:00.000000Z';

/** The pairs of the fixture with a stale writer that had these rows, by how each ended. */
function pairsWith(
  rows: readonly (readonly [sent: string, outcome: string])[],
  record = texts['record.ndjson'],
) {
  const lines = rows.map(([sent, outcome], seq) => {
    const attempt = { schemaVersion: 1, database: 'orders', segment: 0, seq, connection: 0, server: null };
    return `${JSON.stringify({ ...attempt, sent, answered: sent, outcome, sentNs: '0', answeredNs: '0' })}\n`;
  });
  const facts = readRun({
    directory: '.',
    texts: { ...texts, 'record.ndjson': record, 'stale.ndjson': lines.join('') },
  });
  const input = inputOf(facts, 'failover');
  if (!input) throw new Error('the fixture is a failover');
  const { databases } = measureRun(input, facts);
  const deadBy = parseInstant('2026-11-02T08:00:02.000000Z');
  return {
    pairs: clockPairs(databases, deadBy, facts),
    undated: clockPairs(databases, null, facts),
    facts,
    outage: databases[0]?.outage,
  };
}

test('what has to come first is named with its moment, and so is what follows', () => {
  const { pairs, facts, outage } = pairsWith([[STALE_AT, 'acknowledged']]);
  const effectAt = parseInstant('2026-11-02T08:00:02.000000Z');
  const dead = { effect: "the injector's receipt", effectAt };
  expect(facts.enteredAt('SwitchTraffic')).not.toBeNull();
  expect(facts.enteredAt('DeclareFailover')).not.toBeNull();
  expect(pairs).toEqual([
    { cause: 'the last heartbeat to orders', causeAt: outage?.lastAcknowledged.sent, ...dead },
    { cause: "the stale writer's last row to orders", causeAt: parseInstant(STALE_AT), ...dead },
    {
      cause: 'the switch of traffic',
      causeAt: facts.enteredAt('SwitchTraffic'),
      effect: 'the recovery of orders',
      effectAt: outage?.recovered?.answered,
    },
    {
      cause: 'the detection',
      causeAt: detectedAt(facts),
      effect: 'the declaration',
      effectAt: facts.enteredAt('DeclareFailover'),
    },
  ]);
});

test('of the stale writer counts the last row that was acknowledged before the region came back', () => {
  const staleIn = (...args: Parameters<typeof pairsWith>) => pairsWith(...args).pairs[1]?.causeAt;
  const before = '2026-11-02T08:00:01.400000Z';
  expect(staleIn([])).toBeNull();
  expect(
    staleIn([
      [before, 'acknowledged'],
      [STALE_AT, 'failed'],
      [LATER, 'acknowledged'],
    ]),
  ).toBe(parseInstant(before));
  const notReturned = texts['record.ndjson'].replaceAll('"state":"ReturnRegion"', '"state":"Elsewhere"');
  expect(staleIn([[LATER, 'acknowledged']], notReturned)).toBe(parseInstant(LATER));
  expect(pairsWith([[STALE_AT, 'acknowledged']]).undated[1]?.causeAt).toBeNull();
});

test('a run in which nobody saw an outage has no moments to compare', () => {
  const calm = buildRunFixture({ outage: false });
  const facts = readRun({ directory: '.', texts: calm.texts });
  const input = inputOf(facts, 'failover');
  const databases = input ? measureRun(input, facts).databases : [];
  const moments = clockPairs(databases, null, facts).map(({ effect, effectAt }) => [effect, effectAt]);
  expect(moments).toContainEqual(['the recovery of orders', null]);
});
