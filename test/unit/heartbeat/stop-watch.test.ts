import { describe, expect, it } from 'vitest';
import { watchStopConditions } from '../../../lib/heartbeat/stop-watch.ts';
import type { AbortRequest } from '../../../lib/ports/locks.ts';
import { makeManualClock } from '../../fakes/manual-clock.ts';

const CONDITION = {
  name: 'shop',
  failures: 3,
  healthCheck: { kind: 'http', url: 'https://shop.example/', timeoutSeconds: 1 },
} as const;

/** Looks as often as there are answers: null is one that throws. */
async function watched(answers: readonly (boolean | null)[], aborting = async () => true) {
  const clock = makeManualClock();
  const asked: (AbortRequest & { readonly key: string })[] = [];
  let looks = 0;
  const ports = {
    clock,
    probe: {
      check: async () => {
        const healthy = answers[looks];
        looks += 1;
        if (healthy === null) throw new Error('socket hang up');
        return { healthy: healthy === true, detail: healthy ? 'HTTP 200' : 'HTTP 503' };
      },
    },
    locks: {
      abort: async (key: string, wish: AbortRequest) => {
        asked.push({ key, ...wish });
        return aborting();
      },
    },
  };
  const stop = { lock: 'locks/orders.json', conditions: [CONDITION] };
  const work = watchStopConditions(ports, { run: 'run-1', stop }, () => looks >= answers.length);
  await clock.drive(work);
  return { asked, seconds: Number(clock.monotonicNs()) / 1e9 };
}

describe('stop conditions of a drill', () => {
  it('leave it alone while all is well, and are looked at once a second', async () => {
    await expect(watched([true, true, true, true])).resolves.toEqual({ asked: [], seconds: 4 });
  });

  it('end it after so many failures in a row, and say which condition it was and what was seen', async () => {
    const { asked } = await watched([true, false, null, false]);
    expect(asked).toEqual([
      {
        key: 'locks/orders.json',
        run: 'run-1',
        by: 'stop condition shop',
        reason: '3 checks in a row failed, the last with HTTP 503',
        at: '2026-03-01T12:00:03.000000Z',
      },
    ]);
  });

  it('begin to count anew after a check that passed', async () => {
    expect((await watched([false, false, true, false, false])).asked).toEqual([]);
  });

  it('are said again where saying so failed', async () => {
    const { asked } = await watched([false, false, false, false], () =>
      Promise.reject(new Error('no answer')),
    );
    expect(asked).toHaveLength(2);
  });
});
