import { allPassed, atMost, type BenchContext, figure } from '../bench-context.ts';
import { median } from '../quantile.ts';
import { type ColdStart, coldStarts } from './cold-start.ts';
import { type SynthTimes, synthTimes } from './synth-times.ts';

const ROUNDS = 7;

/** What a cold environment pays for a handler, and what the templates take to be made. */
export async function deploymentPart({ drills, say }: BenchContext) {
  const rounds = drills ?? ROUNDS;
  const cold = await coldStarts(rounds);
  say(`deployment: ${cold.handlers.size} handlers imported ${rounds} times`);
  return deploymentResult(cold, await synthTimes(rounds));
}

export function deploymentResult(
  { bareMs, handlers }: ColdStart,
  { exampleSeconds, emptySeconds }: SynthTimes,
) {
  const bare = median(bareMs);
  const medians = [...handlers].map(([name, times]) => ({ name, ratio: median(times) / bare }));
  const [slowest] = medians.toSorted((a, b) => b.ratio - a.ratio);
  if (!slowest) throw new RangeError('there is no handler');
  const bars = [
    atMost(
      'median cold import of a handler to that of the bare RDS client, median of all handlers',
      median(medians.map(({ ratio }) => ratio)),
      1.5,
    ),
    atMost(`the same of the slowest handler, ${slowest.name}`, slowest.ratio, 1.5),
    atMost(
      '`cdk synth` of the example plan to that of an empty app, medians',
      median(exampleSeconds) / median(emptySeconds),
      3,
    ),
  ];
  const figures = [figure('cold import of the bare RDS client, ms', bare)];
  return { passed: allPassed(bars), bars, figures, handlers: medians, exampleSeconds, emptySeconds };
}
