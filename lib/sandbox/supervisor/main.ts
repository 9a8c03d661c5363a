import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { watchParent } from './parent-pipe.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'parent-fd': { type: 'string' }, 'progress-fd': { type: 'string' } },
});

// The pipe is read before anything else is loaded: whoever started this process may be gone already.
const ending = Promise.withResolvers<void>();
if (values['parent-fd'] !== undefined) watchParent(Number(values['parent-fd']), ending.resolve);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => ending.resolve());

// A fault nobody caught must not leave servers behind: it ends the sandbox, and its stack is in the log.
for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, (error: unknown) => {
    process.stderr.write(`${event}: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
    ending.resolve();
  });
}

const { runSupervisor } = await import('./run-supervisor.ts');
await runSupervisor({
  config: JSON.parse(readFileSync(positionals[0] ?? '', 'utf8')),
  progressFd: values['progress-fd'] === undefined ? null : Number(values['progress-fd']),
  ending,
});
// Whatever handle is still open belongs to nobody now.
process.exit();
