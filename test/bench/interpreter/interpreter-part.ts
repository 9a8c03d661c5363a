import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { allPassed, atMost, type BenchContext } from '../bench-context.ts';
import { median } from '../quantile.ts';
import { LoopMessage, type LoopRound } from './loop-message.ts';

const MAIN = fileURLToPath(new URL('./loop-main.ts', import.meta.url));

/** What a transition costs beside the handler that it calls, and whether 10,000 leave anything in memory. */
export async function interpreterPart({ say }: BenchContext) {
  const child = fork(MAIN, { execArgv: ['--expose-gc'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the loop ended with ${code} and gave no numbers`);
  });
  const [message] = await Promise.race([once(child, 'message'), ended]);
  const result = interpreterResult(LoopMessage.parse(message).rounds);
  say(`interpreter: ${Math.round(result.transitionsPerSecond)} transitions a second`);
  return result;
}

export function interpreterResult(rounds: readonly LoopRound[]) {
  const first = rounds[0];
  const last = rounds.at(-1);
  if (!first || !last || rounds.length < 2) throw new RangeError('one round is too few for a comparison');
  const total = (of: (round: LoopRound) => number) => rounds.reduce((sum, round) => sum + of(round), 0);
  const costs = rounds.map(
    ({ interpreterMs, bareMs, transitions }) => (interpreterMs - bareMs) / transitions,
  );
  const bars = [
    atMost('milliseconds that a transition costs beside its handler, median', median(costs), 1),
    atMost(
      `resident memory after ${total(({ transitions }) => transitions)} transitions to that after ${first.transitions}, garbage collected`,
      last.residentMiB / first.residentMiB,
      1.05,
    ),
  ];
  return {
    passed: allPassed(bars),
    bars,
    transitionsPerSecond:
      (total(({ transitions }) => transitions) / total((round) => round.interpreterMs)) * 1000,
    bareCallsPerSecond: (total(({ calls }) => calls) / total(({ bareMs }) => bareMs)) * 1000,
    rounds,
  };
}
