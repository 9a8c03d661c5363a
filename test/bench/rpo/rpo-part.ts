import { join } from 'node:path';
import type { Instant } from '../../../lib/domain/instant.ts';
import { allPassed, atMost, type BenchContext } from '../bench-context.ts';
import { musterDrill } from '../run/muster-drill.ts';
import { type MeasuredRun, readMeasuredRun } from '../run/read-run.ts';
import { withStateDirectory } from '../run/state-directory.ts';
import { readTruth } from '../run/truth.ts';
import { truthBreaches } from '../run/truth-breaches.ts';

const DELAYS = [
  ['500ms', 0.5],
  ['2s', 2],
  ['5s', 5],
] as const;

/** One drill with a delay on the replication stream, and what it reports to have lost. */
export interface DelayedDrill {
  readonly delaySeconds: number;
  readonly lowSeconds: number;
  readonly highSeconds: number;
  readonly intervalSeconds: number;
  readonly lost: number;
  /** What clients were told is safe, in as long before the kill as the delay. */
  readonly acknowledged: number;
  readonly truthBreaches: readonly string[];
}

/** The loss that is reported against the delay that is known to cause it. */
export async function rpoPart({ say }: BenchContext) {
  const drills: DelayedDrill[] = [];
  for (const [word, seconds] of DELAYS) {
    const drill = await delayedDrill(word, seconds);
    drills.push(drill);
    say(`rpo  ${word}: ${drill.lowSeconds} s to ${drill.highSeconds} s, ${drill.lost} heartbeats lost`);
  }
  return rpoResult(drills);
}

function delayedDrill(word: string, delaySeconds: number): Promise<DelayedDrill> {
  return withStateDirectory(async (stateDir) => {
    const out = join(stateDir, 'run');
    const more = ['--fault', 'region-loss', '--fault', `replication-delay=${word}`];
    const judgement = await musterDrill({ stateDir, out, arguments: more });
    if (!judgement.rpo) throw new Error(`the drill with a delay of ${word} measured no loss at all`);
    const { lowSeconds, highSeconds, intervalSeconds, heartbeats } = judgement.rpo;
    const [truth, run] = [await readTruth(out), await readMeasuredRun(out)];
    return {
      delaySeconds,
      lowSeconds,
      highSeconds,
      intervalSeconds,
      lost: heartbeats.lost,
      acknowledged: acknowledgedIn(run, truth.lostAt, delaySeconds),
      truthBreaches: truthBreaches(truth, run, judgement),
    };
  });
}

function acknowledgedIn({ measurement }: MeasuredRun, lostAt: Instant, delaySeconds: number): number {
  return measurement.databases
    .flatMap(({ attempts }) => attempts)
    .filter(({ outcome, sent, answered }) => {
      return outcome === 'acknowledged' && answered > lostAt - delaySeconds * 1e6 && sent < lostAt;
    }).length;
}

/** A writer that kept less of its pace than this proves nothing about a delay. */
const LEAST_PACE = 0.8;

export function rpoResult(drills: readonly DelayedDrill[]) {
  const outside = drills.filter(
    (one) => one.delaySeconds < one.lowSeconds || one.delaySeconds > one.highSeconds,
  );
  const off = drills.map(({ lost, acknowledged }) => Math.abs(lost - acknowledged));
  const slow = drills.filter(
    (one) => one.acknowledged < (LEAST_PACE * one.delaySeconds) / one.intervalSeconds,
  );
  const bars = [
    atMost('drills whose reported interval leaves out the delay', outside.length, 0),
    atMost('heartbeats lost, more or less than were acknowledged within the delay', Math.max(...off), 2),
    atMost('drills whose writer kept less than 80% of its pace', slow.length, 0),
    atMost(
      'drills whose report is better than the truth or leaves it out',
      drills.filter((one) => one.truthBreaches.length > 0).length,
      0,
    ),
  ];
  return { passed: allPassed(bars), bars, drills };
}
