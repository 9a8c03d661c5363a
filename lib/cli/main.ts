import { CommanderError } from 'commander';
import { visibleText } from '../domain/visible-text.ts';
import { EXIT } from './exit-code.ts';
import { makeInterruption } from './interruption.ts';
import { flushed, outputFailure } from './output-failure.ts';
import { makeProgram } from './program/program.ts';
import { stateDirectory } from './state-directory.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/**
 * Runs one command line and answers its exit code; mistakes of the caller are 64, failures of the tool 70. A signal
 * ends it at once: a private sandbox notices that its parent has gone, and ends by itself; a real run goes on.
 */
export async function main(args: readonly string[]): Promise<number> {
  const { awaited: interrupted, goesOn } = makeInterruption(process);
  const terminal: Terminal = { ...processTerminal(), goesOn };
  try {
    const code = await Promise.race([run(args, terminal), interrupted, outputFailure(terminal)]);
    await flushed(terminal);
    return code;
  } catch (error) {
    return explain(error, terminal);
  }
}

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = EXIT.met;
  const finish = (ended: number) => {
    code = ended;
  };
  mustBeSomewhere();
  const program = makeProgram({ terminal, state: stateDirectory(process.env), finish });
  // Whoever gives no command has done nothing wrong, and is told what there is: commander would call it an error.
  await program.parseAsync(args.length === 0 ? ['--help'] : [...args], { from: 'user' });
  return code;
}

/** A shell may stand in a directory that has been removed; nothing can be found from there. */
function mustBeSomewhere(): void {
  try {
    process.cwd();
  } catch {
    throw new UsageError(
      'the current directory is not there any more; change to one that is, such as the clone',
    );
  }
}

function explain(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.met : EXIT.usage;
  const message = error instanceof Error ? error.message : String(error);
  const lines = message.split('\n').map(visibleText).join('\n');
  const usage = error instanceof UsageError;
  // What interrupts may come while a line of progress stands unfinished.
  terminal.err.write(`${terminal.live && !usage ? '\n' : ''}muster: ${lines}\n`);
  if (usage) return EXIT.usage;
  if (process.env['MUSTER_DEBUG'] && error instanceof Error) terminal.err.write(`${error.stack ?? ''}\n`);
  return EXIT.tool;
}
