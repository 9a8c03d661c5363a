import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { processTree } from '../process/kill-tree.ts';
import type { UnixUser } from './unprivileged-user.ts';

/** A server, and the user whom it runs as: undefined is "as we are". */
export interface LimitedServer {
  readonly pid: number;
  readonly user: UnixUser | undefined;
}

/**
 * Sets RLIMIT_FSIZE of a server's processes; null raises it to what its hard limit allows. PostgreSQL ignores SIGXFSZ
 * (its main.c), so a write beyond the limit fails as one on a full volume does. Only the soft limit is touched, which
 * its owner may raise again, and it is the owner who sets it: root in a container may lack CAP_SYS_RESOURCE
 * (prlimit(2)). Children inherit it, the root's is set first, and the tree is listed until none is new.
 * @throws Error when util-linux's prlimit is missing or refuses.
 */
export async function limitFileSize(server: LimitedServer, bytes: number | null): Promise<void> {
  const limit = bytes === null ? hardLimitOf(server.pid) : String(bytes);
  await setLimit(server, limit);
  const done = new Set([server.pid]);
  for (let fresh = freshIn(server.pid, done); fresh.length > 0; fresh = freshIn(server.pid, done)) {
    await Promise.all(fresh.map((pid) => setLimitOfChild({ ...server, pid }, limit)));
    for (const pid of fresh) done.add(pid);
  }
}

function freshIn(rootPid: number, done: ReadonlySet<number>): number[] {
  return processTree(rootPid)
    .map((one) => one.pid)
    .filter((pid) => !done.has(pid));
}

/** A child may have ended since it was listed. */
async function setLimitOfChild(child: LimitedServer, limit: string): Promise<void> {
  await setLimit(child, limit).catch((error: unknown) => {
    if (processTree(child.pid).length > 0) throw error;
  });
}

function setLimit({ pid, user }: LimitedServer, soft: string): Promise<void> {
  const options = { timeout: 5000, cwd: '/', ...user };
  return new Promise((resolve, reject) => {
    execFile('prlimit', ['--pid', String(pid), `--fsize=${soft}:`], options, (error) => {
      if (error) reject(explained(error));
      else resolve();
    });
  });
}

function explained(error: NodeJS.ErrnoException | Error): Error {
  if (!('code' in error) || error.code !== 'ENOENT') return error;
  const remedy = 'install util-linux, or put it on the PATH of whoever starts the sandbox';
  return new Error(`full-disk needs the program prlimit, which is not on the PATH: ${remedy}`, {
    cause: error,
  });
}

/** As proc_pid_limits(5) shows it: "Max file size   <soft>   <hard>   bytes". */
function hardLimitOf(pid: number): string {
  const line = /^Max file size\s+\S+\s+(\S+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'));
  return line?.[1] ?? 'unlimited';
}
