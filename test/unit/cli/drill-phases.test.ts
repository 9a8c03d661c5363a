import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { phaseWords } from '../../../lib/cli/drill-phases.ts';

const WORKFLOW = JSON.parse(
  readFileSync(new URL('../../../drills/failover/workflow.asl.json', import.meta.url), 'utf8'),
);
/** Those that only a drill comes through. */
const DRILL_ONLY = ['ApplyConditions', 'WarmHandlers', 'InjectDisruption', 'AwaitDetection'];
const STATES = Object.keys(WORKFLOW.States).filter((state) => !DRILL_ONLY.includes(state));

test('what a real failover does is never told in words of a drill', () => {
  const real = STATES.flatMap((state) => phaseWords(state, 'real') ?? []);
  expect(real.length).toBeGreaterThan(20);
  for (const words of real)
    expect(words).not.toMatch(/drill|comes back|baseline|disruption|losing|conditions|no detection in time/);
});

test('a drill is told in its own words, and a state of the way back as that', () => {
  expect(phaseWords('ReturnRegion', 'rehearsal')).toBe(
    'undoing the disruption: a lost region comes back behind its fence',
  );
  expect(phaseWords('PreFlight', 'live')).toBe('pre-flight: waiting for a baseline of good heartbeats');
  expect(phaseWords('HoldBack', 'real')).toBe('the way back: watching the promoted site carry the load');
  expect(phaseWords('Begin', 'real')).toBeUndefined();
});
