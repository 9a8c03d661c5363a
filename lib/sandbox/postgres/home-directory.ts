import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Where the servers of a sandbox keep their files: below the state directory, unless another user has to get there. */
export function homeDirectory(stateDir: string, asRoot: boolean): string {
  if (!asRoot) return join(resolve(stateDir), 'pg');
  const digest = createHash('sha256').update(resolve(stateDir)).digest('hex').slice(0, 12);
  return join(traversableDirectory(), `muster-${digest}`);
}

/**
 * Makes the directory. @throws Error when somebody else's stands there: in a directory that all may write to, a
 * name that can be guessed may be a trap.
 */
export function makeHomeDirectory(directory: string): void {
  mkdirSync(dirname(directory), { recursive: true });
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  const found = lstatSync(directory);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new Error(`${directory} belongs to another user, so the sandbox does not use it`);
  }
}

/** A 0700 directory anywhere above (root's home, a private TMPDIR) would keep the server's user out. */
function traversableDirectory(): string {
  const found = [tmpdir(), '/tmp', '/var/tmp'].find((candidate) => isTraversable(resolve(candidate)));
  if (!found) throw new Error('no directory for temporary files can be entered by every user');
  return found;
}

function isTraversable(path: string): boolean {
  try {
    const open = (statSync(path).mode & 0o001) !== 0;
    return open && (path === '/' || isTraversable(dirname(path)));
  } catch {
    return false;
  }
}
