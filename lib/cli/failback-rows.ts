import { basename, join } from 'node:path';
import { accessSite } from '../aws/site-access.ts';
import { divergenceBucket } from '../domain/divergence/divergence-bucket.ts';
import type { SwitchoverJudgement } from '../domain/run/switchover-judgement.ts';
import { EXIT } from './exit-code.ts';
import { findRun } from './find-run.ts';
import { loadPlan } from './load-plan.ts';
import { makeDirectory } from './make-directory.ts';
import { PLAN_FILE } from './open-sandbox.ts';
import { standingSandbox } from './standing-sandbox.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { writeNewFiles } from './write-new-files.ts';

interface RowsCommand {
  readonly run: string;
  readonly out: string;
  readonly terminal: Terminal;
  readonly state: StateDirectory;
}

/**
 * `muster failback rows`: copies from the divergence store what a run has saved there, as lines and as SQL.
 * @throws UsageError when the run has saved nothing, it is not in the store any more, or other files stand in its place
 */
export async function failbackRows({ run, out, terminal, state }: RowsCommand): Promise<number> {
  const sandbox = await standingSandbox(state);
  const { judgement } = await findRun(run, state);
  const keys = judgement?.kind === 'switchover' ? savedBy(judgement) : [];
  if (keys.length === 0) throw new UsageError(`run ${run} has saved no rows`);
  const { plan } = await loadPlan(join(state.sandbox, PLAN_FILE));
  await makeDirectory(out);
  const { region, bucket } = plan.sites.recovery;
  const store = accessSite(sandbox, { region, bucket: divergenceBucket(bucket) });
  try {
    const files = await Promise.all(
      keys.map(async (key) => {
        const object = await store.objects.get(key);
        if (!object) throw new UsageError(`${key} is not in the divergence store any more`);
        return { path: join(out, basename(key)), text: object.text };
      }),
    );
    await writeNewFiles(files, 'name another directory with --out');
    terminal.out.write(files.map(({ path }) => `${path}\n`).join(''));
  } finally {
    store.close();
  }
  return EXIT.met;
}

function savedBy({ reprotection }: SwitchoverJudgement): readonly string[] {
  return (reprotection?.saved ?? []).flatMap(({ rows, replay }) =>
    replay === null ? [rows] : [rows, replay],
  );
}
