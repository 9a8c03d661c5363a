import { setTimeout as sleep } from 'node:timers/promises';
import { makeSystemClock } from '../../../lib/system/system-clock.ts';
import { allPassed, atMost, type BenchContext } from '../bench-context.ts';
import { startBareSeries } from '../bare/bare-series.ts';
import { startBenchSandbox } from '../run/bench-sandbox.ts';
import { withStateDirectory } from '../run/state-directory.ts';
import { gapsWithin } from './gaps.ts';
import { startProductHeartbeat } from './product-heartbeat.ts';

const INTERVAL_MS = 5;
const SECONDS = 60;

/**
 * How evenly the heartbeat ticks at 5 ms: the gap that 99.9% of its gaps stay within, against that of a loop of bare
 * `pg` which writes to the same server, through the same front door, in the same minute.
 */
export function heartbeatPart({ loaded: { plan }, say }: BenchContext) {
  return withStateDirectory(async (stateDir) => {
    const sandbox = await startBenchSandbox(plan, { stateDir, handlers: 'bundled' });
    try {
      const product = await startProductHeartbeat(plan, sandbox, INTERVAL_MS / 1000);
      const bare = startBareSeries({
        kind: 'rows',
        run: 'bench-bare',
        writer: 'heartbeat',
        target: sandbox.client(),
        intervalMs: INTERVAL_MS,
        attemptTimeoutMs: 10 * INTERVAL_MS,
      });
      await Promise.all([product.steady(), bare.until('steady')]);
      say(`heartbeat: both write every ${INTERVAL_MS} ms for ${SECONDS} s`);
      const clock = makeSystemClock();
      const from = clock.now();
      await sleep(SECONDS * 1000);
      const to = clock.now();
      const [ours, attempts] = await Promise.all([product.stop(), bare.stop()]);
      const theirs = attempts.filter(({ good }) => good).map(({ answered }) => answered);
      return heartbeatResult({ ours: gapsWithin(ours, from, to), bare: gapsWithin(theirs, from, to) });
    } finally {
      await sandbox.running.stop();
    }
  });
}

export function heartbeatResult(gaps: Readonly<Record<'ours' | 'bare', ReturnType<typeof gapsWithin>>>) {
  const { ours, bare } = gaps;
  const bars = [
    atMost('gap that 99.9% stay within, against bare pg', ours.percentile999Ms / bare.percentile999Ms, 3),
  ];
  return { passed: allPassed(bars), bars, intervalMs: INTERVAL_MS, seconds: SECONDS, heartbeat: ours, bare };
}
