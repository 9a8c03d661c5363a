import { join } from 'node:path';
import { findSandbox, leftInSandbox, sweepSandbox } from '../sandbox/supervisor/sandbox-client.ts';
import { type CleanedRun, cleanRuns } from './clean-runs.ts';
import { type CleanedTemplate, cleanTemplates, wordsOfTemplate } from './clean-templates.ts';
import { EXIT } from './exit-code.ts';
import { loadPlan } from './load-plan.ts';
import { makeDirectory } from './make-directory.ts';
import { PLAN_FILE } from './open-sandbox.ts';
import { withPlanAccess } from './plan-access.ts';
import { copyTruth, exportRunDirectory } from './run-directory.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';
import { readLocks } from './unfinished-runs.ts';

export interface CleanOptions {
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly terminal: Terminal;
  readonly state: StateDirectory;
}

interface Found {
  /** Processes and files of a sandbox whose supervisor was killed. */
  readonly swept: readonly string[];
  readonly files: readonly string[];
  readonly runs: readonly CleanedRun[];
  readonly templates: readonly CleanedTemplate[];
  /** Why it is not known whether a lock is left; null when it is. */
  readonly unread: string | null;
}

/**
 * Finishes what runs have left that ended without their clean end, and sweeps what a killed sandbox left. Exit code 0
 * when nothing is left, 70 when something is; a dry run changes nothing, and what it finds is left.
 */
export async function clean(options: CleanOptions): Promise<number> {
  const { terminal, json, dryRun, state } = options;
  const sandbox = await findSandbox(state.sandbox);
  const found = sandbox ? await cleanStanding(options, sandbox) : await sweepDead(options);
  if (json) terminal.out.write(`${JSON.stringify({ schemaVersion: 1, dryRun, ...found })}\n`);
  else terminal.out.write(`${words(found, dryRun).join('\n') || 'nothing is left of any run'}\n`);
  return isLeft(found, dryRun) ? EXIT.tool : EXIT.met;
}

function isLeft({ swept, files, runs, templates, unread }: Found, dryRun: boolean): boolean {
  if (unread !== null) return true;
  if (dryRun) return [swept, files, runs, templates].some(({ length }) => length > 0);
  return runs.some(({ left }) => left?.length !== 0) || templates.some(({ left }) => left !== '');
}

async function sweepDead({ dryRun, state }: CleanOptions): Promise<Found> {
  const { processes, files } = leftInSandbox(state.sandbox);
  const swept = dryRun ? processes : await sweepSandbox(state.sandbox);
  return { swept, files, runs: [], templates: [], unread: null };
}

type Standing = NonNullable<Awaited<ReturnType<typeof findSandbox>>>;

async function cleanStanding({ terminal, state, dryRun }: CleanOptions, sandbox: Standing): Promise<Found> {
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
    const templates = await cleanTemplates(access, { dryRun });
    return { swept: [], files: [], runs, templates, unread: (await readLocks(access)).unread };
  });
}

function words({ swept, files, runs, templates, unread }: Found, dryRun: boolean): readonly string[] {
  return [
    ...swept.map((name) => `${dryRun ? 'would end' : 'ended'} ${name}`),
    ...files.map((path) => `${dryRun ? 'would remove' : 'removed'} ${path}`),
    ...runs.map(wordsOfRun),
    ...templates.map(wordsOfCleaned),
    ...(unread === null
      ? []
      : [`${unread}: what is there cannot be seen or ended; once it answers, \`npx muster clean\` again`]),
  ];
}

function wordsOfRun({ run, left, cleanUp }: CleanedRun): string {
  if (left === null) return `run ${run}: ${cleanUp}, would be finished`;
  return left.length === 0 ? `run ${run}: finished` : `run ${run}: ${left.join('; ')}`;
}

function wordsOfCleaned({ left, ...template }: CleanedTemplate): string {
  if (left === null) return `${wordsOfTemplate(template)}: would be removed`;
  return `${wordsOfTemplate(template)}: ${left === '' ? 'removed' : left}`;
}
