import { failbackPlan } from '../domain/plan/failback-plan.ts';
import { parsePlan } from '../domain/plan/parse-plan.ts';
import { turnedPlan } from '../domain/plan/turned-plan.ts';
import { EXIT } from './exit-code.ts';
import { findRun } from './find-run.ts';
import { loadPlan } from './load-plan.ts';
import type { StateDirectory } from './state-directory.ts';
import { UsageError } from './usage-error.ts';

interface FailbackPlanCommand {
  readonly file: string;
  readonly run: string | null;
  readonly state: StateDirectory;
  readonly stdout: { write(text: string): unknown };
}

/**
 * `muster failback plan`: writes the plan of the way back, for a person to look at and to commit.
 * @throws UsageError when the plan cannot be used, or is written so that its parts cannot be exchanged, and when there is no such run
 */
export async function printFailbackPlan({ file, run, state, stdout }: FailbackPlanCommand): Promise<number> {
  const { text, plan } = await loadPlan(file);
  if (run !== null) await findRun(run, state);
  const back = failbackPlan({ text, run });
  const parsed = parsePlan(Buffer.from(back), 'the way back');
  const [wanted, written] = [turnedPlan(plan), parsed.ok ? parsed.plan : null];
  if (JSON.stringify(written?.sites) !== JSON.stringify(wanted.sites) || !sameStores(written, wanted))
    throw new UsageError(
      `${file}: the way back could not be written from it; sites, databases and buckets have to stand in it without anchors`,
    );
  stdout.write(back);
  return EXIT.met;
}

type Stores = Pick<ReturnType<typeof turnedPlan>, 'databases' | 'buckets'>;

function sameStores(one: Stores | null, other: Stores): boolean {
  const text = (stores: Stores | null) => JSON.stringify([stores?.databases, stores?.buckets]);
  return text(one) === text(other);
}
