import { join } from 'node:path';
import { allPassed, atMost, type BenchContext } from '../bench-context.ts';
import { median, quantile } from '../quantile.ts';
import { withStateDirectory } from '../run/state-directory.ts';
import { type DrillNumbers, phaseShares, runDrill } from './drill-numbers.ts';
import { type Floor, type LossVariant, runFloor } from './run-floor.ts';

const DRILLS = 30;
const VARIANTS = ['region-loss', 'region-loss=refused'] as const;

export interface Pair {
  readonly fault: LossVariant;
  readonly ratio: number;
  readonly floor: Floor;
  readonly drill: DrillNumbers;
}

/**
 * Declared to first acknowledged write, against the floor: each drill is a fresh command right after a floor of the
 * same variant of the loss, and only that pair makes a ratio, so that what else the machine does hits both.
 */
export async function failoverPart(context: BenchContext) {
  const count = context.drills ?? DRILLS;
  const pairs: Pair[] = [];
  const broken: string[] = [];
  for (let number = 0; number < count; number++) {
    const fault = VARIANTS[number % VARIANTS.length] ?? 'region-loss';
    const name = `failover ${number + 1}/${count}  ${fault}`;
    try {
      const pair = await runPair(fault, context);
      pairs.push(pair);
      context.say(`${name}  ${wordsOf(pair)}`);
    } catch (error) {
      broken.push(error instanceof Error ? error.message : String(error));
      context.say(`${name}  broken off: ${broken.at(-1)}`);
    }
  }
  return failoverResult(pairs, broken);
}

function wordsOf({ drill, floor, ratio }: Pair): string {
  const numbers = `${ms(drill.seconds)} against ${ms(floor.seconds)}: ${ratio.toFixed(2)}`;
  return [numbers, drill.verdict, ...drill.truthBreaches].join('  ');
}

async function runPair(fault: LossVariant, { loaded }: BenchContext): Promise<Pair> {
  const floor = await runFloor(loaded.plan, fault);
  const drill = await withStateDirectory((stateDir) =>
    runDrill({ stateDir, out: join(stateDir, 'run'), arguments: ['--fault', fault] }),
  );
  return { fault, ratio: drill.seconds / floor.seconds, floor, drill };
}

/**
 * The part's result: numbers, bars, and every pair that they come from. `broken` says of each drill that came to no
 * first write why. @throws Error when that were all.
 */
export function failoverResult(pairs: readonly Pair[], broken: readonly string[] = []) {
  if (pairs.length === 0) throw new Error(`no drill came to a first write: ${broken.join('; ')}`);
  const drills = pairs.map(({ drill }) => drill);
  const ratios = pairs.map(({ ratio }) => ratio);
  const seconds = drills.map((drill) => drill.seconds);
  const breaches = drills.flatMap(({ truthBreaches }) => truthBreaches);
  const bars = [
    atMost('median ratio to the floor', median(ratios), 2.5),
    atMost('90th percentile of the ratio', quantile(ratios, 0.9), 4),
    atMost('worst seconds from declared to first write', Math.max(...seconds), 1),
    atMost('drills whose report is better than the truth or leaves it out', breaches.length, 0),
    atMost('drills that came to no first write', broken.length, 0),
    atMost('drills not met', drills.filter(({ verdict }) => verdict !== 'met').length, 0),
  ];
  return {
    passed: allPassed(bars),
    aim: 1.5,
    bars,
    all: summaryOf(pairs),
    variants: Object.fromEntries(
      VARIANTS.map((fault) => [fault, pairs.filter((pair) => pair.fault === fault)] as const)
        .filter(([, own]) => own.length > 0)
        .map(([fault, own]) => [fault, summaryOf(own)]),
    ),
    broken,
    pairs,
  };
}

function summaryOf(pairs: readonly Pair[]) {
  const drills = pairs.map(({ drill }) => drill);
  return {
    drills: pairs.length,
    ratio: spread(pairs.map(({ ratio }) => ratio)),
    seconds: spread(drills.map(({ seconds }) => seconds)),
    floorSeconds: spread(pairs.map(({ floor }) => floor.seconds)),
    detectSeconds: spread(drills.map(({ detectSeconds }) => detectSeconds)),
    fenceSeconds: spread(drills.map(({ fenceSeconds }) => fenceSeconds)),
    phaseShares: phaseShares(drills),
  };
}

function spread(values: readonly number[]) {
  return { median: median(values), percentile90: quantile(values, 0.9), worst: Math.max(...values) };
}

function ms(seconds: number): string {
  return `${Math.round(seconds * 1000)} ms`;
}
