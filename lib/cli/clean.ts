import { join } from 'node:path';
import { findSandbox, sweepSandbox } from '../sandbox/supervisor/sandbox-client.ts';
import { type CleanedRun, cleanRuns } from './clean-runs.ts';
import { EXIT } from './exit-code.ts';
import { loadPlan } from './load-plan.ts';
import { makeDirectory } from './make-directory.ts';
import { PLAN_FILE } from './open-sandbox.ts';
import { withPlanAccess } from './plan-access.ts';
import { copyTruth, exportRunDirectory } from './run-directory.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';

export interface CleanOptions {
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly terminal: Terminal;
  readonly state: StateDirectory;
}

/**
 * Finishes what runs have left that ended without their clean end, and sweeps what a killed sandbox left. Exit code 0
 * when nothing is left, 70 when something is.
 */
export async function clean(options: CleanOptions): Promise<number> {
  const { terminal, json, dryRun, state } = options;
  const sandbox = await findSandbox(state.sandbox);
  const swept = sandbox || dryRun ? [] : await sweepSandbox(state.sandbox);
  const runs = sandbox ? await cleanStanding(options, sandbox) : [];
  const isClean = runs.every(({ left }) => left?.length === 0);
  if (json) terminal.out.write(`${JSON.stringify({ schemaVersion: 1, dryRun, swept, runs })}\n`);
  else
    terminal.out.write(
      `${[...swept.map((name) => `ended ${name}`), ...runs.map(words)].join('\n') || 'nothing is left of any run'}\n`,
    );
  return isClean || dryRun ? EXIT.met : EXIT.tool;
}

type Standing = NonNullable<Awaited<ReturnType<typeof findSandbox>>>;

async function cleanStanding(
  { terminal, state, dryRun }: CleanOptions,
  sandbox: Standing,
): Promise<readonly CleanedRun[]> {
  const { plan } = await loadPlan(join(state.sandbox, PLAN_FILE));
  const tell = (line: string) => void terminal.err.write(`${line}\n`);
  return withPlanAccess(sandbox, plan, async (access) => {
    const runs = await cleanRuns(access, { dryRun, tell });
    for (const { run, left } of runs) {
      if (left === null) continue;
      const directory = state.runDirectory(run);
      await makeDirectory(directory);
      await exportRunDirectory(access.recovery.objects, run, directory);
      await copyTruth(state.sandbox, directory);
    }
    return runs;
  });
}

function words({ run, left, cleanUp }: CleanedRun): string {
  if (left === null) return `run ${run}: ${cleanUp}, would be finished`;
  return left.length === 0 ? `run ${run}: finished` : `run ${run}: ${left.join('; ')}`;
}
