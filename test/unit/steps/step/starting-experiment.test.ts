import { describe, expect, it } from 'vitest';
import type { ExperimentStatus } from '../../../../lib/ports/disruption.ts';
import { whileStarting } from '../../../../lib/steps/step/starting-experiment.ts';
import { makeFakeDisruption, RECEIPT } from '../../../fakes/fake-disruption.ts';
import { makeManualClock, NOON } from '../../../fakes/manual-clock.ts';

const REF = { region: 'eu-north-1', experiment: 'EXP1' };
const without = (state: string): ExperimentStatus => ({ state, receipt: null });
const PENDING = without('pending');
const INITIATING = without('initiating');

/** An injector that says these things one after another, and goes on with the last. */
function makeSaying(...said: readonly ExperimentStatus[]) {
  const clock = makeManualClock();
  const asked: string[] = [];
  const status = async ({ region, experiment }: typeof REF) => {
    asked.push(`${region}/${experiment} at ${(clock.now() - NOON) / 1000} ms`);
    return said[Math.min(asked.length, said.length) - 1] ?? PENDING;
  };
  return { clock, asked, disruption: { ...makeFakeDisruption(), status } };
}

describe('whileStarting', () => {
  it('looks every 10 ms while the experiment is starting, and answers what it is then', async () => {
    const ports = makeSaying(PENDING, INITIATING, { state: 'running', receipt: RECEIPT });
    expect(await ports.clock.drive(whileStarting(ports, REF, { limitMs: 1_000 }))).toEqual({
      state: 'running',
      receipt: RECEIPT,
    });
    expect(ports.asked).toEqual([
      'eu-north-1/EXP1 at 0 ms',
      'eu-north-1/EXP1 at 10 ms',
      'eu-north-1/EXP1 at 20 ms',
    ]);
    expect(ports.clock.sleeping()).toBe(0);
  });

  it.each(['failed', 'stopped', 'completed'])(
    'waits no longer for an experiment that has %s',
    async (state) => {
      const ports = makeSaying(without(state));
      expect(await whileStarting(ports, REF, { limitMs: 1_000 })).toEqual(without(state));
      expect(ports.asked).toHaveLength(1);
    },
  );

  it('ends as soon as there is what is waited for, although the start is not at its end', async () => {
    const inForce = { state: 'initiating', receipt: RECEIPT };
    const ports = makeSaying(PENDING, inForce);
    const looking = whileStarting(ports, REF, { limitMs: 1_000, enough: ({ receipt }) => receipt !== null });
    expect(await ports.clock.drive(looking)).toEqual(inForce);
    expect(ports.asked).toHaveLength(2);
  });

  it('answers one that is still starting when the limit, counted from the call, has passed', async () => {
    const ports = makeSaying(PENDING);
    await ports.clock.advance(5_000);
    const before = ports.clock.now();
    expect(await ports.clock.drive(whileStarting(ports, REF, { limitMs: 25 }))).toEqual(PENDING);
    expect((ports.clock.now() - before) / 1000).toBe(30);
    expect(ports.asked).toHaveLength(4);
  });

  it('passes on the failure of the injector', async () => {
    const clock = makeManualClock();
    const status = () => Promise.reject(new Error('the injector said no'));
    const disruption = { ...makeFakeDisruption(), status };
    const looking = whileStarting({ clock, disruption }, REF, { limitMs: 1_000 });
    await expect(looking).rejects.toThrow(/^the injector said no$/);
    expect(clock.sleeping()).toBe(0);
  });
});
