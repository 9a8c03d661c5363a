import { expect, test } from 'vitest';
import { simulationsOf } from '../../../lib/cli/simulations-of.ts';
import { checkTiming, mustHaveTiming, type TimingOptions, timingOf } from '../../../lib/cli/timing.ts';
import { planOf, SMALL_PLAN } from '../domain/plan/small-plan.ts';

const plan = planOf(SMALL_PLAN);

test('without timing a sandbox is as fast as its machine, and draws nothing', () => {
  const { timing, delays } = timingOf({}, plan);
  expect(timing).toEqual({ name: 'none', seed: null });
  expect(delays).toMatchObject({ promotionMs: 0, rebootMs: 0, dnsTtlMs: 0, switchHealthCheckMs: 10 });
});

test("with AWS's timing the health check is the plan's, and seed and durations stand in the simulations", () => {
  const made = timingOf({ timing: 'aws', seed: 3 }, plan);
  expect(made.timing).toEqual({ name: 'aws', seed: 3 });
  expect(made.delays).toMatchObject({ switchHealthCheckMs: 10_000, switchThreshold: 3, dnsTtlMs: 60_000 });
  const simulations = simulationsOf(made, 'failover');
  expect(simulations[0]?.here).toBe('drawn as below; the same again with --timing aws --seed 3');
  const reboot = simulations.find(({ name }) => name.includes('rebooting'));
  expect(reboot?.here).toBe(`${made.delays.rebootMs / 1000} s`);
  expect(reboot?.aws).toContain('RebootDBInstance');
});

test('the report of a drill of data names no promotion, no switch and no clients', () => {
  const namesOf = (options: TimingOptions) =>
    simulationsOf(timingOf(options, plan), 'backup').map(({ name }) => name);
  expect(namesOf({})).toEqual(['network']);
  expect(namesOf({ timing: 'aws', seed: 3 })).toEqual(['timing', expect.stringMatching(/back/), 'network']);
});

test('a seed that is not given is drawn, so that the run can be repeated', () => {
  const { timing, delays } = timingOf({ timing: 'aws' }, plan);
  expect(timingOf({ timing: 'aws', seed: timing.seed ?? -1 }, plan).delays).toEqual(delays);
});

test('a seed without anything to draw, and a standing sandbox of another timing, are refused', () => {
  expect(() => checkTiming({ seed: 1 })).toThrow(
    '--seed goes with --timing aws: without it nothing is drawn',
  );
  const standing = { name: 'aws', seed: 3 } as const;
  expect(() => mustHaveTiming(standing, {})).not.toThrow();
  expect(() => mustHaveTiming(standing, { timing: 'aws', seed: 3 })).not.toThrow();
  expect(() => mustHaveTiming(standing, { timing: 'none' })).toThrow(
    'the sandbox that stands was started with --timing aws --seed 3',
  );
});
