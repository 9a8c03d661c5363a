import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import openInBrowser from 'open';
import { EXIT } from './exit-code.ts';
import { findRun } from './find-run.ts';
import { type KnownRun, knownRuns } from './known-runs.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

interface OpenCommand {
  readonly run: string | undefined;
  readonly terminal: Pick<Terminal, 'out' | 'err'>;
  readonly state: StateDirectory;
  /** Whether a window can open here. */
  readonly hasDisplay?: boolean;
}

/**
 * `muster open`: the report of a run in the browser; where there is no display, its path, which any browser opens.
 * @throws UsageError when there is no such run, or it has no report.
 */
export async function openReport({
  run,
  terminal,
  state,
  hasDisplay = isDesktop(),
}: OpenCommand): Promise<number> {
  const found = run === undefined ? await newest(state) : await findRun(run, state);
  if (found.report === null) throw new UsageError(await noReport(found));
  const path = resolve(found.report);
  terminal.out.write(`${path}\n`);
  if (hasDisplay) await openInBrowser(path);
  else terminal.err.write('no display here: open that file in a browser\n');
  return EXIT.met;
}

/** What can still be done depends on how far the run came. */
async function noReport({ run, directory }: KnownRun): Promise<string> {
  const recorded = await access(join(directory, 'record.ndjson')).then(
    () => true,
    () => false,
  );
  return recorded
    ? `run ${run} has no report; \`npx muster judge ${run}\` judges it from its raw files, and prints one`
    : `${directory} holds no report and no record: the run was cut short, or still goes on; \`npx muster runs\` lists those that have one`;
}

async function newest(state: StateDirectory): Promise<KnownRun> {
  const [first] = await knownRuns(state);
  if (first) return first;
  throw new UsageError(`no runs in ${state.runsDirectory}; \`npx muster drill failover\` makes one`);
}

function isDesktop(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}
