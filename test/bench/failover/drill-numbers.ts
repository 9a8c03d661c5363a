import * as z from 'zod';
import { median } from '../quantile.ts';
import { musterDrill } from '../run/muster-drill.ts';
import { type MeasuredRun, readMeasuredRun } from '../run/read-run.ts';
import { readTruth } from '../run/truth.ts';
import { truthBreaches } from '../run/truth-breaches.ts';
import type { FailoverJudgement } from '../../../lib/domain/run/failover-judgement.ts';

/** The phase in which the failover is declared: what comes after it, up to the first write, is what is compared. */
const DECLARED = 'declare';
const FIRST_WRITE = 'first-write';

/** What one drill came to. Phases are those between the declaration and the first acknowledged write. */
export const DrillNumbers = z.object({
  verdict: z.string(),
  seconds: z.number(),
  phases: z.record(z.string(), z.number()),
  detectSeconds: z.number(),
  fenceSeconds: z.number(),
  truthBreaches: z.array(z.string()),
});

export type DrillNumbers = z.infer<typeof DrillNumbers>;

/** Runs one drill as a fresh command and reads its numbers from its own record and ledger. */
export async function runDrill(order: Parameters<typeof musterDrill>[0]): Promise<DrillNumbers> {
  const judgement = await musterDrill(order);
  const run = await readMeasuredRun(order.out);
  return drillNumbers(judgement, run, truthBreaches(await readTruth(order.out), run, judgement));
}

/** @throws Error when the run never came to a declaration or to a write. */
export function drillNumbers(
  { verdicts, rto }: FailoverJudgement,
  { facts, measurement }: MeasuredRun,
  breaches: readonly string[],
): DrillNumbers {
  const declared = facts.enteredAt('DeclareFailover');
  const { firstWrite } = measurement;
  if (declared === null || !firstWrite || !rto)
    throw new Error(`a drill came to no first write after a declaration: ${JSON.stringify(verdicts)}`);
  const seconds = (name: string) => rto.phases.find((phase) => phase.name === name)?.seconds ?? 0;
  const names = rto.phases.map(({ name }) => name);
  const after = rto.phases.slice(names.indexOf(DECLARED) + 1, names.indexOf(FIRST_WRITE) + 1);
  return {
    verdict: verdicts.overall,
    seconds: (firstWrite.high - declared) / 1e6,
    phases: Object.fromEntries(after.map((phase) => [phase.name, phase.seconds])),
    detectSeconds: seconds('detect') + seconds(DECLARED),
    fenceSeconds: seconds('fence'),
    truthBreaches: [...breaches],
  };
}

/** Median share of each phase in what lies between the declaration and the first write. */
export function phaseShares(drills: readonly DrillNumbers[]): Readonly<Record<string, number>> {
  const names = [...new Set(drills.flatMap(({ phases }) => Object.keys(phases)))];
  return Object.fromEntries(
    names.map((name) => [name, median(drills.map(({ phases, seconds }) => (phases[name] ?? 0) / seconds))]),
  );
}
