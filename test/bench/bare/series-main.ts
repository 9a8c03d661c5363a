import { setTimeout as sleep } from 'node:timers/promises';
import { makeSystemClock } from '../../../lib/system/system-clock.ts';
import { makeBareHealth } from './bare-health.ts';
import { BareWriter } from './bare-writer.ts';
import { type BareAttempt, type SeriesMessage, SeriesOrder } from './series-order.ts';

const STEADY = 25;
const LOST = 3;

/** One bare series, in a process of its own as each series of a run is. */
async function run(order: SeriesOrder): Promise<void> {
  const clock = makeSystemClock();
  const now = () => clock.now();
  const attempts: BareAttempt[] = [];
  const say = watch();
  const emit = (attempt: BareAttempt) => {
    attempts.push(attempt);
    say(attempt.good);
  };
  const sampler =
    order.kind === 'rows' ? new BareWriter(order, now, emit) : makeBareHealth(order.urls, now, emit);
  const ending = new AbortController();
  process.once('message', () => ending.abort());
  let due = now();
  while (!ending.signal.aborted) {
    sampler.tick();
    const at = now();
    due = Math.max(due + order.intervalMs * 1000, at - order.intervalMs * 1000);
    await sleep(Math.max(0, (due - at) / 1000));
  }
  sampler.close();
  process.send?.({ event: 'samples', attempts } satisfies SeriesMessage, () => process.exit(0));
}

/** Tells the parent of the first time that a row of good ones, and later of bad ones, was long enough. */
function watch(): (good: boolean) => void {
  let good = 0;
  let bad = 0;
  const said = new Set<string>();
  const once = (event: 'steady' | 'lost') => {
    if (said.has(event)) return;
    said.add(event);
    process.send?.({ event } satisfies SeriesMessage);
  };
  return (isGood) => {
    good = isGood ? good + 1 : 0;
    bad = isGood ? 0 : bad + 1;
    if (good >= STEADY) once('steady');
    if (bad >= LOST && said.has('steady')) once('lost');
  };
}

process.once('disconnect', () => process.exit(1));
process.once('message', (message) => void run(SeriesOrder.parse(message)));
