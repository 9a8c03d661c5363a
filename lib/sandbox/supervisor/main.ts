import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { watchParent } from './parent-pipe.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'parent-fd': { type: 'string' }, 'progress-fd': { type: 'string' } },
});

// The pipe is read before anything else is loaded: whoever started this process may be gone already.
const ending = new AbortController();
const end = (): void => ending.abort();
let parentGone = false;
if (values['parent-fd'] !== undefined)
  watchParent(Number(values['parent-fd']), () => {
    parentGone = true;
    end();
  });
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);

// A fault nobody caught must not leave servers behind: it ends the sandbox, and its stack is in the log.
function endByFault(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
  end();
}
process.on('uncaughtException', endByFault);
process.on('unhandledRejection', endByFault);

/**
 * Node writes the compile cache before it exits, most of a second where that is cold, and also before it sends itself
 * a signal. For a parent that is gone nothing may stay that long: a signal from outside does not wait.
 */
function exit(): void {
  if (parentGone) spawnSync('/bin/sh', ['-c', 'kill -KILL "$PPID"']);
  process.exit();
}

// While modules are loaded there is nothing to end but this process.
ending.signal.addEventListener('abort', exit);
const config: unknown = JSON.parse(readFileSync(positionals[0] ?? '', 'utf8'));
const { runSupervisor } = await import('./run-supervisor.ts');
// What the pipe said while they were, is heard now.
await setImmediate();
ending.signal.removeEventListener('abort', exit);
await runSupervisor({
  config,
  progressFd: values['progress-fd'] === undefined ? null : Number(values['progress-fd']),
  ending,
}).catch(endByFault);
// Whatever handle is still open belongs to nobody now.
exit();
