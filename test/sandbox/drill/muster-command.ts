import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { type CommandResult, outputOf } from './command-output.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The command line as a user calls it, with a state directory of its own. */
export function commandLine(args: readonly string[], stateDir: string) {
  return {
    program: process.execPath,
    words: [join(ROOT, 'bin/muster.ts'), ...args],
    environment: { ...process.env, MUSTER_STATE_DIR: stateDir, NO_COLOR: '1' },
    cwd: ROOT,
  };
}

export function startMuster(args: readonly string[], stateDir: string) {
  const { program, words, environment, cwd } = commandLine(args, stateDir);
  const child = spawn(program, words, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  return { child, ...outputOf(child) };
}

export function muster(args: readonly string[], stateDir: string): Promise<CommandResult> {
  return startMuster(args, stateDir).ended;
}

/** A directory of the test's own, empty at its beginning and removed at its end. */
export async function withEmptyDirectory(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'muster-test-'));
  try {
    await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** A state directory of the test's own; its cache is that of all tests of the tier. */
export function withStateDirectory(use: (directory: string) => Promise<void>): Promise<void> {
  return withEmptyDirectory(async (directory) => {
    await symlink(inject('handlerCache'), join(directory, 'cache'));
    await use(directory);
  });
}
