import { join } from 'node:path';
import type { SwitchoverJudgement } from '../../../lib/domain/run/switchover-judgement.ts';
import { allPassed, atMost, type BenchContext, figure } from '../bench-context.ts';
import { median } from '../quantile.ts';
import { installedVersion } from '../run/installed-version.ts';
import { drillOfKind } from '../run/muster-drill.ts';
import { readFacts } from '../run/read-facts.ts';
import { withStateDirectory } from '../run/state-directory.ts';
import { drilledGap } from './drilled-gap.ts';
import { type ByHand, switchoverByHand } from './switchover-by-hand.ts';

const ROUNDS = 7;
/** What the issue aims at. */
const AIM = 1.2;

type Phases = SwitchoverJudgement['legs'][number]['phases'];

/** A drill right after a switchover by hand; only the first leg has the same servers before it. */
export interface SwitchoverRound {
  readonly verdict: string;
  readonly gapSeconds: number;
  readonly backGapSeconds: number;
  readonly phases: Phases;
  readonly byHand: ByHand;
}

/** For how long a planned change of roles refuses writers, against the same by hand on the same servers. */
export async function switchoverPart({ loaded: { plan }, drills, say }: BenchContext) {
  const rounds: SwitchoverRound[] = [];
  for (let number = 1; number <= (drills ?? ROUNDS); number++) {
    const byHand = await switchoverByHand(plan);
    const round = { byHand, ...(await drilledSwitchover()) };
    rounds.push(round);
    const gaps = [round.gapSeconds, byHand.gapSeconds].map((seconds) => Math.round(seconds * 1000));
    say(`switchover ${number}  ${gaps.join(' ms against ')} ms by hand  ${round.verdict}`);
  }
  return { ...switchoverResult(rounds), repmgr: await installedVersion('repmgr', '--version') };
}

function drilledSwitchover(): Promise<Omit<SwitchoverRound, 'byHand'>> {
  return withStateDirectory(async (stateDir) => {
    const out = join(stateDir, 'run');
    const judgement = await drillOfKind('switchover', { stateDir, out, arguments: [] });
    if (judgement.kind !== 'switchover') throw new Error(`a switchover was judged as ${judgement.kind}`);
    const facts = await readFacts(out);
    return {
      verdict: judgement.verdicts.overall,
      gapSeconds: drilledGap(facts, 'there'),
      backGapSeconds: drilledGap(facts, 'back'),
      phases: judgement.legs[0]?.phases ?? [],
    };
  });
}

export function switchoverResult(rounds: readonly SwitchoverRound[]) {
  const ofAll = (of: (round: SwitchoverRound) => number) => median(rounds.map(of));
  const bars = [atMost('switchovers not met', rounds.filter(({ verdict }) => verdict !== 'met').length, 0)];
  const figures = [
    figure(
      'time for which writers are refused, to that by hand',
      ofAll(({ gapSeconds, byHand }) => gapSeconds / byHand.gapSeconds),
      AIM,
    ),
    figure(
      'seconds for which writers are refused',
      ofAll(({ gapSeconds }) => gapSeconds),
    ),
    figure(
      'the same by hand',
      ofAll(({ byHand }) => byHand.gapSeconds),
    ),
    figure(
      'the same on the way back',
      ofAll(({ backGapSeconds }) => backGapSeconds),
    ),
  ];
  return { passed: allPassed(bars), bars, figures, rounds };
}
