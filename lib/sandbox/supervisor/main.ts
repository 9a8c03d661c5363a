import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { watchParent } from './parent-pipe.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'parent-fd': { type: 'string' }, 'progress-fd': { type: 'string' } },
});

// The pipe is read before anything else is loaded: whoever started this process may be gone already.
const ending = new AbortController();
const end = (): void => ending.abort();
if (values['parent-fd'] !== undefined) watchParent(Number(values['parent-fd']), end);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);

// A fault nobody caught must not leave servers behind: it ends the sandbox, and its stack is in the log.
function endByFault(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
  end();
}
process.on('uncaughtException', endByFault);
process.on('unhandledRejection', endByFault);

// While modules are loaded there is nothing to end but this process.
const exit = (): void => process.exit();
ending.signal.addEventListener('abort', exit);
const config: unknown = JSON.parse(readFileSync(positionals[0] ?? '', 'utf8'));
const { runSupervisor } = await import('./run-supervisor.ts');
ending.signal.removeEventListener('abort', exit);
await runSupervisor({
  config,
  progressFd: values['progress-fd'] === undefined ? null : Number(values['progress-fd']),
  ending,
}).catch(endByFault);
// Whatever handle is still open belongs to nobody now.
process.exit();
