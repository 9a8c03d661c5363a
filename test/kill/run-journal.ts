import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowState } from './failover-states.ts';

const LOOK_EVERY_MS = 2;

/**
 * Waits until a run is in a state: for a task, until its function was called. The journal of the interpreter says so
 * at once; the API would be asked too late. False when the run ended without coming there.
 */
export async function untilIn(
  stateDir: string,
  { run, state, withinMs }: { run: string; state: WorkflowState; withinMs: number },
): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const text = await journalOf(stateDir, run);
    const entered = text.indexOf(`"stateEnteredEventDetails":{"name":"${state.name}"`);
    if (entered >= 0 && (state.type !== 'Task' || text.includes('"type":"TaskStarted"', entered)))
      return true;
    if (text.includes('"ended":{') || performance.now() > deadline) return false;
    await sleep(LOOK_EVERY_MS);
  }
}

async function journalOf(stateDir: string, run: string): Promise<string> {
  const directory = join(stateDir, 'executions');
  const files = await readdir(directory).catch(() => []);
  const file = files.find((name) => name.endsWith(`.failover.${run}.ndjson`));
  return file ? readFileSync(join(directory, file), 'utf8') : '';
}
