import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DetectionPolicy,
  type DetectionState,
  longestDetectionSeconds,
  observe,
  UNDETECTED,
} from '../../../../lib/domain/ledger/detection-rule.ts';
import { propertyRuns } from '../../../fakes/property-runs.ts';
import { buildRunFixture } from '../../../fakes/run-fixture.ts';

const POLICY: DetectionPolicy = { failures: 3, withinSeconds: 1 };
const SECOND = 1_000_000;

interface Observation {
  readonly at: number;
  readonly good: boolean;
}

function after(policy: DetectionPolicy, observations: readonly Observation[]): DetectionState {
  return observations.reduce((state, observation) => observe(policy, state, observation), UNDETECTED);
}

const bad = (...seconds: number[]) => seconds.map((at) => ({ at: at * SECOND, good: false }));
const good = (second: number) => ({ at: second * SECOND, good: true });

const policies = fc.record({
  failures: fc.integer({ min: 1, max: 5 }),
  withinSeconds: fc.integer({ min: 1, max: 3 }),
});

const histories = fc
  .array(fc.record({ gapMs: fc.integer({ min: 0, max: 1500 }), good: fc.boolean() }), { maxLength: 30 })
  .map((steps) => {
    let at = 0;
    return steps.map((step) => {
      at += step.gapMs * 1000;
      return { at, good: step.good };
    });
  });

/** The rule as the plan words it, without state: the first end of so many failures in a row within the window. */
function firstFiring({ failures, withinSeconds }: DetectionPolicy, history: readonly Observation[]) {
  const since = history.findLastIndex(({ good: wasGood }) => wasGood) + 1;
  const row = history.slice(since);
  const end = row.find(({ at }, index) => {
    const start = row[index - failures + 1];
    return start !== undefined && at - start.at <= withinSeconds * SECOND;
  });
  return end?.at ?? null;
}

describe('the rule of detection', () => {
  it('fires at the last of so many failures in a row', () => {
    expect(after(POLICY, bad(1, 1.2)).detectedAt).toBeNull();
    expect(after(POLICY, bad(1, 1.2, 1.4)).detectedAt).toBe(1.4 * SECOND);
  });

  it('fires at the edge of its window, and not beyond', () => {
    expect(after(POLICY, bad(1, 1.5, 2)).detectedAt).toBe(2 * SECOND);
    expect(after(POLICY, bad(1, 1.5, 2.000001)).detectedAt).toBeNull();
  });

  it('fires once the failures come fast enough', () => {
    expect(after(POLICY, bad(1, 3, 3.5, 3.6)).detectedAt).toBe(3.6 * SECOND);
  });

  it('keeps the instant at which it fired while the failures go on', () => {
    expect(after(POLICY, bad(1, 1.2, 1.4, 5, 9)).detectedAt).toBe(1.4 * SECOND);
  });

  it('is cleared by one good attempt, and counts anew', () => {
    expect(after(POLICY, [...bad(1, 1.2, 1.4), good(1.5)])).toEqual(UNDETECTED);
    expect(after(POLICY, [...bad(1, 1.2), good(1.3), ...bad(1.4, 1.5)]).detectedAt).toBeNull();
  });

  it('fires on any history exactly when the words of the plan say so', () => {
    let fired = 0;
    const runs = propertyRuns(1_000);
    fc.assert(
      fc.property(policies, histories, (policy, history) => {
        const { detectedAt } = after(policy, history);
        expect(detectedAt).toBe(firstFiring(policy, history));
        if (detectedAt !== null) fired += 1;
      }),
      // Of a hundred histories it happened that ten or fewer fired.
      { numRuns: runs },
    );
    // None, where a mutant is held against a handful of histories.
    expect(fired).toBeGreaterThanOrEqual(Math.floor((runs * 11) / 1_000));
  });

  it('remembers no more failures than it needs', () => {
    fc.assert(
      fc.property(policies, histories, (policy, history) => {
        expect(after(policy, history).failedAt.length).toBeLessThanOrEqual(policy.failures);
      }),
    );
  });
});

describe('the longest that the rule takes', () => {
  const PACE = { intervalSeconds: 0.02, attemptTimeoutSeconds: 0.1 };

  it('is one attempt for the first failure, and one for each other', () => {
    expect(longestDetectionSeconds({ failures: 1, withinSeconds: 1 }, PACE)).toBeCloseTo(0.12, 9);
    expect(longestDetectionSeconds(POLICY, PACE)).toBeCloseTo(0.36, 9);
  });

  it('is never more than the policy’s window after the first failure', () => {
    expect(longestDetectionSeconds({ failures: 30, withinSeconds: 1 }, PACE)).toBeCloseTo(1.12, 9);
  });

  it.each(['silent', 'refused'] as const)(
    'holds for a %s loss at any moment between two heartbeats',
    (variant) => {
      for (let seed = 1; seed <= 20; seed += 1) {
        const { input, timeline, truth } = buildRunFixture({ seed, variant });
        const tookSeconds = ((timeline.detectedAt ?? Infinity) - truth.killedAt) / SECOND;
        expect(tookSeconds).toBeLessThanOrEqual(longestDetectionSeconds(input.detect, input.heartbeat));
      }
    },
  );
});
