import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedPlan } from '../../../lib/cli/load-plan.ts';
import { PLAN_FILE } from '../../../lib/cli/open-sandbox.ts';
import { type BenchSandbox, startBenchSandbox } from './bench-sandbox.ts';
import { fillTables } from './fill-tables.ts';
import { withStateDirectory } from './state-directory.ts';

/** A sandbox whose database is large enough for times to mean something, and on which drills are run as commands. */
export interface FilledSandbox extends BenchSandbox {
  readonly stateDir: string;
  readonly databaseBytes: number;
}

/** Starts one, fills it, and ends it when `use` is over. */
export function onFilledSandbox<T>(
  { plan, text }: LoadedPlan,
  parameters: Readonly<Record<string, string>>,
  use: (sandbox: FilledSandbox) => Promise<T>,
): Promise<T> {
  return withStateDirectory(async (stateDir) => {
    const sandbox = await startBenchSandbox(plan, { stateDir, handlers: 'bundled', parameters });
    try {
      await writeFile(join(stateDir, 'sandbox', PLAN_FILE), text);
      const databaseBytes = await fillTables(sandbox);
      return await use({ ...sandbox, stateDir, databaseBytes });
    } finally {
      await sandbox.running.stop();
    }
  });
}
