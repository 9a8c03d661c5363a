import { describe, expect, it } from 'vitest';
import { lookUntil } from '../../../../lib/steps/step/look-until.ts';
import { makeManualClock, NOON } from '../../../fakes/manual-clock.ts';

const EVERY_MS = 100;

/** Looks at something that says how long after noon it was looked at, in milliseconds. */
function looking({ enoughAfterMs = Infinity, limitMs = 250, lookMs = 0 }) {
  const clock = makeManualClock();
  const looks: number[] = [];
  const answer = lookUntil(clock, {
    look: async () => {
      if (lookMs > 0) await clock.sleep(lookMs);
      looks.push((clock.now() - NOON) / 1000);
      return looks.at(-1) ?? NaN;
    },
    enough: (seenMs) => seenMs >= enoughAfterMs,
    deadline: NOON + limitMs * 1000,
    everyMs: EVERY_MS,
  });
  return { clock, looks, answer };
}

describe('lookUntil', () => {
  it('looks at once, and does not sleep once it has seen enough', async () => {
    const { clock, looks, answer } = looking({ enoughAfterMs: 0 });
    expect(await answer).toBe(0);
    expect(looks).toEqual([0]);
    expect(clock.sleeping()).toBe(0);
  });

  it('looks again after each pause, until it has seen enough', async () => {
    const { clock, looks, answer } = looking({ enoughAfterMs: 200 });
    expect(await clock.drive(answer)).toBe(200);
    expect(looks).toEqual([0, 100, 200]);
    expect(clock.sleeping()).toBe(0);
  });

  it('looks for a last time after the deadline, and answers what it saw then', async () => {
    const { clock, looks, answer } = looking({ limitMs: 250 });
    expect(await clock.drive(answer)).toBe(300);
    expect(looks).toEqual([0, 100, 200, 300]);
  });

  it('looks once although the deadline has passed before', async () => {
    const { looks, answer } = looking({ limitMs: -1 });
    expect(await answer).toBe(0);
    expect(looks).toEqual([0]);
  });

  it('does not begin another look when one has lasted until after the deadline', async () => {
    const { clock, looks, answer } = looking({ limitMs: 250, lookMs: 260 });
    expect(await clock.drive(answer)).toBe(260);
    expect(looks).toEqual([260]);
  });

  it('passes on the failure of a look, and looks no more', async () => {
    const clock = makeManualClock();
    let looks = 0;
    const look = () => {
      looks += 1;
      return looks === 2 ? Promise.reject(new Error('the second look')) : Promise.resolve(looks);
    };
    const limits = { deadline: NOON + 1e6, everyMs: EVERY_MS };
    const answer = lookUntil(clock, { look, enough: () => false, ...limits });
    await expect(clock.drive(answer)).rejects.toThrow(/^the second look$/);
    expect(looks).toBe(2);
    expect(clock.sleeping()).toBe(0);
  });
});
