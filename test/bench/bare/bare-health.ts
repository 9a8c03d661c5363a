import { request } from 'node:http';
import type { BareSampler } from './bare-writer.ts';
import type { BareAttempt } from './series-order.ts';

const LIMIT_MS = 2_000;
const MOST_AT_ONCE = 20;

/** Asks every service once a tick, each time on a connection of its own. */
export function makeBareHealth(
  urls: readonly string[],
  now: () => number,
  emit: (attempt: BareAttempt) => void,
): BareSampler {
  let underWay = 0;
  const check = (url: string): void => {
    const sent = now();
    underWay += 1;
    const done = (good: boolean) => {
      underWay -= 1;
      emit({ sent, answered: now(), good });
    };
    const asked = request(url, { agent: false, signal: AbortSignal.timeout(LIMIT_MS) }, (response) => {
      response.resume();
      response.once('end', () => done(response.statusCode === 200));
    });
    asked.once('error', () => done(false));
    asked.end();
  };
  return {
    tick: () => {
      if (underWay < MOST_AT_ONCE * urls.length) for (const url of urls) check(url);
    },
    close: () => undefined,
  };
}
