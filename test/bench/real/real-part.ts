import { readFile } from 'node:fs/promises';
import { defaultPlanFile } from '../../../lib/deployment/deployment.ts';
import { FENCE_RUNGS } from '../../../lib/domain/fence/rung.ts';
import { allPassed, atMost, type BenchContext, figure } from '../bench-context.ts';
import { median } from '../quantile.ts';
import { type KeyedFailover, keyedFailover } from './keyed-failover.ts';

const ROUNDS = 7;
/** Of each rung: all of them are tried together, in failovers of their own. */
const LADDERS = 3;
/** A real failover does what the drill did, and has nothing to inject: what is more is its own. */
const MOST_RATIO = 1.1;

const PEOPLE = `approvals:
  unattended: true
  people: [{ name: Head of operations }, { name: Duty engineer }]
  drill: { needed: 1, timeout: PT5M }
  real: { needed: 1, timeout: PT5M }
`;

/** Whose fence is proven by the server's own word, in a drill as in a real event: an injector's receipt is a drill's alone. */
async function planText(fence: string): Promise<string> {
  const text = await readFile(defaultPlanFile(), 'utf8');
  return `${text
    .replace('fault: region-loss', 'fault: partition=clients')
    .replace('fence: { deadline: PT2S }', `fence: { ${fence} }`)}\n${PEOPLE}`;
}

export interface RealRound {
  readonly drill: KeyedFailover;
  readonly real: KeyedFailover;
}

/** How long a real failover takes from its keystroke, against the drill of the same; and what each rung of a fence costs. */
export async function realPart({ drills, say }: BenchContext) {
  const plan = await planText('deadline: PT2S');
  const rounds: RealRound[] = [];
  for (let number = 1; number <= (drills ?? ROUNDS); number++) {
    const round = { drill: await keyedFailover('drill', plan), real: await keyedFailover('real', plan) };
    rounds.push(round);
    const [real, drill] = [round.real, round.drill].map(({ seconds }) => seconds.toFixed(2));
    say(`real ${number}  ${real} s against ${drill} s of the drill`);
  }
  const ladder = await planText(
    `deadline: PT30S, rungs: [${FENCE_RUNGS.join(', ')}], closedSecurityGroup: sg-0c105ed0`,
  );
  const ladders: KeyedFailover[] = [];
  for (let number = 1; number <= Math.min(LADDERS, drills ?? LADDERS); number++) {
    ladders.push(await keyedFailover('real', ladder));
    say(`ladder ${number}`);
  }
  return realResult(rounds, ladders);
}

export function realResult(rounds: readonly RealRound[], ladders: readonly KeyedFailover[]) {
  const medianOf = (of: (round: RealRound) => number) => median(rounds.map(of));
  const bars = [
    atMost(
      'keystroke to first acknowledged write, real to drill',
      medianOf(({ real, drill }) => real.seconds / drill.seconds),
      MOST_RATIO,
    ),
    atMost(
      'the same from the beginning of the fence',
      medianOf(({ real, drill }) => real.fenceSeconds / drill.fenceSeconds),
      MOST_RATIO,
    ),
  ];
  const figures = [
    ...(['real', 'drill'] as const).flatMap((how) => [
      figure(
        `${how}: seconds from the keystroke`,
        medianOf((round) => round[how].seconds),
      ),
      figure(
        `${how}: seconds from its first state`,
        medianOf((round) => round[how].executionSeconds),
      ),
      figure(
        `${how}: seconds from its fence`,
        medianOf((round) => round[how].fenceSeconds),
      ),
    ]),
    ...rungFigures(ladders),
  ];
  return { passed: allPassed(bars), bars, figures, rounds, ladders };
}

/** A rung that was not carried out, or did not hold, costs as well: the result stands beside its name. */
function rungFigures(ladders: readonly KeyedFailover[]) {
  const byName = Map.groupBy(
    ladders.flatMap(({ rungs }) => rungs),
    ({ rung, result }) => `fence, ${rung} ${result}: seconds`,
  );
  return [...byName].map(([name, tried]) => figure(name, median(tried.map(({ seconds }) => seconds))));
}
