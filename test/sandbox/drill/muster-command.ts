import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { type CommandResult, outputOf } from './command-output.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Starts the command line as a user does, with a state directory of its own. */
export function startMuster(args: readonly string[], stateDir: string) {
  const child = spawn(process.execPath, [join(ROOT, 'bin/muster.ts'), ...args], {
    cwd: ROOT,
    env: { ...process.env, MUSTER_STATE_DIR: stateDir, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, ...outputOf(child) };
}

export function muster(args: readonly string[], stateDir: string): Promise<CommandResult> {
  return startMuster(args, stateDir).ended;
}

/** A state directory of the test's own, removed at its end; its cache is that of all tests of the tier. */
export async function withStateDirectory(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'muster-test-'));
  try {
    await symlink(inject('handlerCache'), join(directory, 'cache'));
    await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
