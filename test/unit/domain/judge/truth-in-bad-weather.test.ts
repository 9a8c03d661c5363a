import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseInstant } from '../../../../lib/domain/instant.ts';
import { judgedFailover } from '../../../fakes/judged-failover.ts';
import { buildRunFixture, type RunFixtureOptions } from '../../../fakes/run-fixture.ts';
import { reseal } from '../../../fakes/run-fixture-record.ts';
import { sha256 } from '../../../fakes/sha256.ts';

/** Broken connections in a row may fire the detection before the loss: then the drill is another one. */
function buildStorm(options: RunFixtureOptions) {
  const fixture = buildRunFixture(options);
  fc.pre((fixture.timeline.detectedAt ?? 0) > fixture.timeline.killedAt);
  return fixture;
}

/** Slow commits, late ticks and connections that break: each moves what the heartbeat sees, and not what is true. */
const storm: fc.Arbitrary<RunFixtureOptions> = fc.constantFrom(5, 10, 20, 50).chain((intervalMs) =>
  fc.record({
    seed: fc.integer({ min: 1, max: 1e9 }),
    intervalMs: fc.constant(intervalMs),
    attemptTimeoutMs: fc.constant(Math.max(5 * intervalMs, 50)),
    variant: fc.constantFrom('silent', 'refused'),
    beforeMs: fc.integer({ min: 800, max: 1_200 }),
    recoveryMs: fc.integer({ min: 20, max: 400 }),
    serviceLagMs: fc.integer({ min: -100, max: 200 }),
    holdSeconds: fc.constant(0.2),
    plannedHoldSeconds: fc.constant(0),
    databases: fc.record({
      orders: fc.integer({ min: 0, max: 600 }),
      audit: fc.integer({ min: 0, max: 600 }),
    }),
    weather: fc.record({
      latency: fc.integer({ min: 500, max: 30_000 }),
      lateness: fc.integer({ min: 0, max: 60_000 }),
      breaksOneIn: fc.constantFrom(0, 12, 40),
    }),
  }),
);

const SAMPLES = { numRuns: 60 };
const judged = (texts: Readonly<Record<string, string>>) => judgedFailover({ directory: '.', texts }, sha256);
const within = (low: number | undefined, truth: number, high: number | undefined) => {
  expect(low).toBeLessThanOrEqual(truth);
  expect(high).toBeGreaterThanOrEqual(truth);
};

test('the truth lies in every interval, and nothing that is reported is better', () => {
  fc.assert(
    fc.property(storm, (options) => {
      const { texts, truth } = buildStorm(options);
      const { rto, disruption, recovery, databases } = judged(texts);
      within(parseInstant(disruption?.from ?? ''), truth.killedAt, parseInstant(disruption?.to ?? ''));
      within(parseInstant(recovery?.from ?? ''), truth.recoveredAt, parseInstant(recovery?.to ?? ''));
      const truly = (truth.recoveredAt - truth.killedAt) / 1e6;
      within(rto?.lowSeconds, truly, rto?.highSeconds);
      expect(rto?.seconds).toBeGreaterThanOrEqual(truly);
      for (const [index, database] of databases.entries()) {
        const known = truth.databases[index];
        const delay = (known?.rpoMicros ?? 0) / 1e6;
        within(database.rpoLowSeconds ?? Number.NaN, delay, database.rpoSeconds ?? Number.NaN);
        expect(database.heartbeats).toMatchObject({
          lost: known?.lost.length,
          inDoubtSurvived: known?.inDoubtSurvived.length,
          holes: 0,
          phantoms: 0,
          splitBrain: 0,
        });
      }
    }),
    SAMPLES,
  );
});

test('the true distance of two recovery points lies in the skew of their group', () => {
  fc.assert(
    fc.property(storm, (options) => {
      const { texts, truth } = buildStorm(options);
      const [a, b] = truth.databases.map(({ rpoMicros }) => rpoMicros);
      const [group] = judged(texts).consistency;
      const distance = Math.abs((a ?? 0) - (b ?? 0)) / 1e6;
      expect(group?.skewLowSeconds).toBeLessThanOrEqual(distance);
      expect(group?.skewSeconds).toBeGreaterThanOrEqual(distance);
    }),
    SAMPLES,
  );
});

test('with the disruption known at once, the whole loss lies within two intervals and the latency of the delay', () => {
  fc.assert(
    fc.property(storm, (options) => {
      const delayMs = 200 + (options.databases?.['orders'] ?? 0);
      // A run as short as the delay would have kept no row.
      const beforeMs = 1_000 + delayMs;
      const calm = { ...options, beforeMs, variant: 'refused' as const, databases: { orders: delayMs } };
      const { texts } = buildRunFixture({
        ...calm,
        weather: { latency: 2_000, lateness: 0, breaksOneIn: 0 },
      });
      const { rpo } = judged(texts);
      const margin = (2 * (options.intervalMs ?? 0) + 2 * 3.2 + 0.8) / 1e3;
      expect(rpo?.lowSeconds).toBeGreaterThanOrEqual(delayMs / 1e3 - margin);
      expect(rpo?.highSeconds).toBeLessThanOrEqual(delayMs / 1e3 + margin);
    }),
    SAMPLES,
  );
});

test('a ledger whose tail was never stored proves nothing', () => {
  fc.assert(
    fc.property(storm, fc.integer({ min: 1, max: 40 }), (options, many) => {
      const { texts } = buildRunFixture({ ...options, databases: { orders: 0 } });
      const lines = texts['ledger.ndjson'].trimEnd().split('\n');
      const kept = lines.slice(0, -many).map((line) => `${line}\n`);
      const missing = texts['record.ndjson'].replace(
        '"missingLedgerSegments":[]',
        '"missingLedgerSegments":["ledger/orders/0-1"]',
      );
      const cut = reseal({ ...texts, 'ledger.ndjson': kept.join(''), 'record.ndjson': missing });
      expect(judged(cut).verdicts).toMatchObject({ rto: 'inconclusive', rpo: 'inconclusive' });
    }),
    { numRuns: 20 },
  );
});
