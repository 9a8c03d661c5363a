import { expect, test } from 'vitest';
import { formatInstant, parseInstant } from '../../../../lib/domain/instant.ts';
import type { ObservedStatistics } from '../../../../lib/domain/ledger/observed-line.ts';
import { transactionsAtRisk } from '../../../../lib/domain/measurement/transactions-at-risk.ts';

const START = parseInstant('2026-11-02T08:00:00.000000Z');
const SECONDS = 30;
const LOSS = { low: 2e6, high: 2.1e6 };

interface Load {
  /** A second: transactions that write, ids that each takes, and transactions that only read. */
  readonly writing: number;
  readonly ids: number;
  readonly reading?: number;
  readonly published?: boolean;
}

/** An even load, seen four times a second; commits are published once a second. */
function riskOf({ writing, ids, reading = 0, published = true }: Load) {
  const statistics = Array.from({ length: SECONDS * 4 }, (_, index): ObservedStatistics => {
    const sent = START + index * 250_000;
    const shown = published ? Math.floor(index / 4) : 0;
    return {
      schemaVersion: 1,
      database: 'orders',
      segment: 0,
      reading: index,
      server: '10.0.1.10:5432',
      sent: formatInstant(sent),
      answered: formatInstant(sent + 1_000),
      line: 'statistics',
      writeIds: 900 + Math.floor((index * writing * ids) / 4),
      commits: 5_000 + shown * (writing + reading),
      otherCommits: 0,
      rollbacks: 0,
      walBytes: 5e6 + index * 1_000,
    };
  });
  const disruption = { low: START + SECONDS * 1e6, high: START + SECONDS * 1e6 + 1_000 };
  return transactionsAtRisk({ id: 'orders', statistics, own: [], disruption, rpo: LOSS }).risk;
}

test('transactions of one id each are counted by their ids, from below and above', () => {
  const risk = riskOf({ writing: 100, ids: 1 });
  expect(risk?.low).toBeLessThanOrEqual(200);
  expect(risk?.low).toBeGreaterThan(160);
  expect(risk?.high).toBeGreaterThanOrEqual(210);
});

test('the low end is that of the commits where each transaction takes several ids, and is not 0', () => {
  const risk = riskOf({ writing: 100, ids: 6 });
  expect(risk?.low).toBeLessThanOrEqual(200);
  expect(risk?.low).toBeGreaterThan(160);
});

test('commits of transactions that only read raise nothing', () => {
  const low = riskOf({ writing: 100, ids: 1 })?.low ?? 0;
  const among = riskOf({ writing: 100, ids: 1, reading: 5_000 })?.low;
  expect(among).toBeGreaterThanOrEqual(low);
  expect(among).toBeLessThanOrEqual(200);
});

test('commits that nobody publishes bound nothing', () => {
  expect(riskOf({ writing: 100, ids: 1, published: false })?.low).toBeGreaterThan(160);
});
