import { resolve } from 'node:path';
import openInBrowser from 'open';
import { EXIT } from './exit-code.ts';
import { type KnownRun, knownRun, knownRuns } from './known-runs.ts';
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
  const found = run === undefined ? await newest(state) : await named(run, state);
  if (found.report === null)
    throw new UsageError(
      `run ${found.run} has no report: it was cut short, or still goes on; \`muster clean\` finishes runs, \`muster judge ${found.run}\` judges what there is`,
    );
  const path = resolve(found.report);
  terminal.out.write(`${path}\n`);
  if (hasDisplay) await openInBrowser(path);
  else terminal.err.write('no display here: open that file in a browser\n');
  return EXIT.met;
}

async function newest(state: StateDirectory): Promise<KnownRun> {
  const [first] = await knownRuns(state);
  if (first) return first;
  throw new UsageError(`no runs in ${state.runsDirectory}; \`muster drill failover\` makes one`);
}

async function named(run: string, state: StateDirectory): Promise<KnownRun> {
  const found = (await knownRun(run, state.runDirectory(run))) ?? (await knownRun(run, run));
  if (found) return found;
  throw new UsageError(
    `no run ${run}, neither in ${state.runsDirectory} nor as a directory; \`muster runs\` lists them`,
  );
}

function isDesktop(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}
