import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgedFailover } from '../../../fakes/judged-failover.ts';
import { buildRunFixture, type RunFixtureOptions } from '../../../fakes/run-fixture.ts';
import { sha256 } from '../../../fakes/sha256.ts';

const world: fc.Arbitrary<RunFixtureOptions> = fc.record({
  seed: fc.integer({ min: 1, max: 1e9 }),
  intervalMs: fc.constantFrom(10, 20, 50),
  variant: fc.constantFrom('silent', 'refused'),
  beforeMs: fc.integer({ min: 2_500, max: 3_500 }),
  holdSeconds: fc.constant(0.2),
  plannedHoldSeconds: fc.constant(0),
  databases: fc.record({ orders: fc.integer({ min: 0, max: 1_500 }) }),
  app: fc.record({ everyMs: fc.integer({ min: 3, max: 60 }), named: fc.constant(true) }),
});

function build({ intervalMs = 20, ...options }: RunFixtureOptions) {
  const fixture = buildRunFixture({
    ...options,
    intervalMs,
    attemptTimeoutMs: Math.max(5 * intervalMs, 50),
  });
  return { ...fixture, judgement: judgedFailover({ directory: '.', texts: fixture.texts }, sha256) };
}

test('the true number of lost transactions lies within the bounds, when the load is as even as before', () => {
  fc.assert(
    fc.property(world, (options) => {
      const { truth, judgement } = build(options);
      const lost = truth.databases[0]?.rowsLost.length ?? 0;
      const risk = judgement.rpo?.transactionsAtRisk;
      expect(risk).not.toBeNull();
      // The kill falls between two rows: one more or less lies in a stretch of the same length.
      expect(risk?.low).toBeLessThanOrEqual(lost + 1);
      expect(risk?.high).toBeGreaterThanOrEqual(lost - 1);
      expect(risk?.perSecond).toBeCloseTo(1_000 / (options.app?.everyMs ?? 1), -1);
    }),
    { numRuns: 60 },
  );
});

test('subtransactions, which take ids like transactions, do not raise the low end beyond what was lost', () => {
  const savepoints = fc.integer({ min: 1, max: 5 });
  fc.assert(
    fc.property(world, savepoints, (options, many) => {
      const { truth, judgement } = build({
        ...options,
        app: { everyMs: 20, named: true, ...options.app, savepoints: many },
      });
      const lost = truth.databases[0]?.rowsLost.length ?? 0;
      const risk = judgement.rpo?.transactionsAtRisk;
      expect(risk?.low).toBeLessThanOrEqual(lost + 1);
      expect(risk?.high).toBeGreaterThanOrEqual(lost - 1);
    }),
    { numRuns: 60 },
  );
});

test("the rows of the plan's own ledger that were seen and did not cross are lost, and no others", () => {
  fc.assert(
    fc.property(world, (options) => {
      const { truth, texts, judgement } = build(options);
      const seen = new Set(
        Array.from(texts['observed.ndjson'].matchAll(/"sequence":"(\d+)"/g), ([, s]) => s),
      );
      const lost = truth.databases[0]?.rowsLost.filter((sequence) => seen.has(sequence)) ?? [];
      expect(judgement.databases[0]?.ledger).toMatchObject({ seen: seen.size, lost: lost.length, holes: 0 });
    }),
    { numRuns: 40 },
  );
});

test('the replication delay lies in the interval of the heartbeats and in that of the ledger', () => {
  fc.assert(
    fc.property(world, (options) => {
      const { truth, judgement } = build(options);
      const delay = (truth.databases[0]?.rpoMicros ?? 0) / 1e6;
      const { ledger, rpoLowSeconds, rpoSeconds } = judgement.databases[0] ?? {};
      expect(rpoLowSeconds).toBeLessThanOrEqual(delay);
      expect(ledger?.rpoLowSeconds).toBeLessThanOrEqual(delay);
      expect(ledger?.rpoHighSeconds).toBeGreaterThanOrEqual(delay);
      expect(rpoSeconds).toBeGreaterThanOrEqual(delay);
    }),
    { numRuns: 60 },
  );
});
