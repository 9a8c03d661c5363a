import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { allPassed, atMost, type BenchContext, figure } from '../bench-context.ts';
import { median } from '../quantile.ts';
import { VerifyMessage, type VerifyRound } from './verify-message.ts';

const MAIN = fileURLToPath(new URL('./verify-main.ts', import.meta.url));
const BUNDLES = 10_000;

/** What `muster verify` takes for a folder of runs beside reading, hashing and checking the same signatures. */
export async function verifyPart({ drills, say }: BenchContext) {
  const count = drills ?? BUNDLES;
  say(`verify: signs ${count} small runs first`);
  const child = fork(MAIN, [String(count)], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the verifier ended with ${code} and gave no numbers`);
  });
  const [message] = await Promise.race([once(child, 'message'), ended]);
  return verifyResult(VerifyMessage.parse(message).rounds);
}

export function verifyResult(rounds: readonly VerifyRound[]) {
  const [first, last] = [rounds[0], rounds.at(-1)];
  if (!first || !last || rounds.length < 2) throw new RangeError('one round is too few for a comparison');
  const bundles = rounds.reduce((sum, round) => sum + round.bundles, 0);
  const each = (of: 'bareMs' | 'verifyMs') => median(rounds.map((round) => round[of] / round.bundles));
  const bars = [
    atMost(
      'time to verify to that of a bare loop that hashes and checks the signatures, median',
      median(rounds.map(({ verifyMs, bareMs }) => verifyMs / bareMs)),
      2,
    ),
    atMost(
      `resident memory after ${bundles} bundles to that after ${first.bundles}, garbage collected`,
      last.residentMiB / first.residentMiB,
      1.1,
    ),
  ];
  const figures = [
    figure('milliseconds a bundle, verified', each('verifyMs')),
    figure('milliseconds a bundle, bare loop', each('bareMs')),
  ];
  return { passed: allPassed(bars), bars, figures, rounds };
}
