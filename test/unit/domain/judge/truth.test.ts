import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgedFailover } from '../../../fakes/judged-failover.ts';
import { parseInstant } from '../../../../lib/domain/instant.ts';
import { buildRunFixture, type RunFixture, type RunFixtureOptions } from '../../../fakes/run-fixture.ts';
import { sha256 } from '../../../fakes/sha256.ts';

/** Worlds of every kind that the model knows; small, since each is judged as a whole run. */
const world: fc.Arbitrary<RunFixtureOptions> = fc.record({
  seed: fc.integer({ min: 1, max: 1e9 }),
  intervalMs: fc.constantFrom(5, 10, 20, 50),
  variant: fc.constantFrom('silent', 'refused'),
  beforeMs: fc.integer({ min: 600, max: 1_000 }),
  recoveryMs: fc.integer({ min: 20, max: 400 }),
  serviceLagMs: fc.integer({ min: -100, max: 200 }),
  holdSeconds: fc.constant(0.2),
  plannedHoldSeconds: fc.constant(0),
  databases: fc.record({ orders: fc.integer({ min: 0, max: 500 }), audit: fc.integer({ min: 0, max: 500 }) }),
});

const judged = (fixture: RunFixture) => judgedFailover({ directory: '.', texts: fixture.texts }, sha256);

function build({ intervalMs = 20, ...options }: RunFixtureOptions): RunFixture {
  return buildRunFixture({ ...options, intervalMs, attemptTimeoutMs: Math.max(5 * intervalMs, 50) });
}

test('the true disruption and the true recovery lie in the reported intervals', () => {
  fc.assert(
    fc.property(world, (options) => {
      const fixture = build(options);
      const { disruption, recovery, rto } = judged(fixture);
      const { killedAt, recoveredAt } = fixture.truth;
      expect(rto).not.toBeNull();
      expect(parseInstant(disruption?.from ?? '')).toBeLessThanOrEqual(killedAt);
      expect(parseInstant(disruption?.to ?? '')).toBeGreaterThanOrEqual(killedAt);
      expect(parseInstant(recovery?.from ?? '')).toBeLessThanOrEqual(recoveredAt);
      expect(parseInstant(recovery?.to ?? '')).toBeGreaterThanOrEqual(recoveredAt);
      const truth = (recoveredAt - killedAt) / 1e6;
      expect(rto?.lowSeconds).toBeLessThanOrEqual(truth);
      expect(rto?.highSeconds).toBeGreaterThanOrEqual(truth);
      expect(rto?.seconds).toBeGreaterThanOrEqual(truth);
    }),
    { numRuns: 60 },
  );
});

test('the true loss lies in the reported interval, and is counted row by row', () => {
  fc.assert(
    fc.property(world, (options) => {
      const fixture = build(options);
      const { rpo } = judged(fixture);
      const { databases } = fixture.truth;
      expect(rpo?.heartbeats).toMatchObject({
        lost: databases.reduce((sum, { lost }) => sum + lost.length, 0),
        inDoubtSurvived: databases.reduce((sum, { inDoubtSurvived }) => sum + inDoubtSurvived.length, 0),
        phantoms: 0,
        holes: 0,
        splitBrain: 0,
      });
      const losses = databases.flatMap(({ killedAt, oldestLostSentAt }) =>
        oldestLostSentAt === null ? [] : [(killedAt - oldestLostSentAt) / 1e6],
      );
      const worst = Math.max(0, ...losses);
      expect(rpo?.lowSeconds).toBeLessThanOrEqual(worst);
      expect(rpo?.seconds).toBeGreaterThanOrEqual(worst);
    }),
    { numRuns: 60 },
  );
});

test('where heartbeats were lost, the replication delay itself lies in the interval too', () => {
  fc.assert(
    fc.property(world, (options) => {
      const fixture = build({ ...options, databases: { orders: options.databases?.['orders'] ?? 0 } });
      const [truth] = fixture.truth.databases;
      fc.pre(truth !== undefined && truth.lost.length > 0);
      const { rpo } = judged(fixture);
      expect(rpo?.lowSeconds).toBeLessThanOrEqual((truth?.rpoMicros ?? 0) / 1e6);
      expect(rpo?.seconds).toBeGreaterThanOrEqual((truth?.rpoMicros ?? 0) / 1e6);
    }),
    { numRuns: 60 },
  );
});

test('the phases and the split add up to the reported recovery time', () => {
  fc.assert(
    fc.property(world, (options) => {
      const { rto } = judged(build(options));
      const phases = rto?.phases ?? [];
      const micros = (seconds: number) => Math.round(seconds * 1e6);
      const sum = phases.reduce((total, { seconds }) => total + micros(seconds), 0);
      expect(sum).toBe(micros(rto?.seconds ?? Number.NaN));
      const { split } = rto ?? {};
      expect(Object.values(split ?? {}).reduce((total, seconds) => total + micros(seconds), 0)).toBe(sum);
      expect(phases.every(({ seconds }) => seconds >= 0)).toBe(true);
    }),
    { numRuns: 30 },
  );
});
