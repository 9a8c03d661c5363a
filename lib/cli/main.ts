import { CommanderError } from 'commander';
import { EXIT } from './exit-code.ts';
import type { Context } from './program/context.ts';
import { makeProgram } from './program/program.ts';
import { stateDirectory } from './state-directory.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/**
 * Runs one command line and answers its exit code; mistakes of the caller are 64, failures of the tool 70. A signal
 * ends it at once: a private sandbox notices that its parent has gone, and ends by itself.
 */
export async function main(args: readonly string[]): Promise<number> {
  const terminal = processTerminal();
  let code: number = EXIT.met;
  const finish = (ended: number) => {
    code = ended;
  };
  const context: Context = { terminal, state: stateDirectory(process.env), finish };
  try {
    await Promise.race([makeProgram(context).parseAsync([...args], { from: 'user' }), interruption()]);
    return code;
  } catch (error) {
    return explain(error, terminal);
  }
}

/** Rejects when the person, or the system, wants the command to end. */
function interruption(): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () =>
      reject(new Error(`interrupted by ${signal}: what was started ends by itself, there is no verdict`)),
    );
  }
  return promise;
}

function explain(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.met : EXIT.usage;
  const message = error instanceof Error ? error.message : String(error);
  terminal.err.write(`${terminal.live ? '\n' : ''}muster: ${message}\n`);
  if (error instanceof UsageError) return EXIT.usage;
  if (process.env['MUSTER_DEBUG'] && error instanceof Error) terminal.err.write(`${error.stack ?? ''}\n`);
  return EXIT.tool;
}
