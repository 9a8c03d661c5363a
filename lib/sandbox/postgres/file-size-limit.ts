import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { processTree } from '../process/kill-tree.ts';

/**
 * Sets RLIMIT_FSIZE of a server's processes; null raises it to what its hard limit allows. PostgreSQL ignores SIGXFSZ
 * (its main.c), so a write beyond the limit fails as one on a full volume does. Only the soft limit is touched, which
 * its owner may raise again. Children inherit it, the root's is set first, and the tree is listed until none is new.
 * @throws Error when util-linux's prlimit is missing or refuses.
 */
export async function limitFileSize(rootPid: number, bytes: number | null): Promise<void> {
  const limit = bytes === null ? hardLimitOf(rootPid) : String(bytes);
  await setLimit(rootPid, limit);
  const done = new Set([rootPid]);
  for (let fresh = freshIn(rootPid, done); fresh.length > 0; fresh = freshIn(rootPid, done)) {
    await Promise.all(fresh.map((pid) => setLimitOfChild(pid, limit)));
    for (const pid of fresh) done.add(pid);
  }
}

function freshIn(rootPid: number, done: ReadonlySet<number>): number[] {
  return processTree(rootPid)
    .map((one) => one.pid)
    .filter((pid) => !done.has(pid));
}

/** A child may have ended since it was listed. */
async function setLimitOfChild(pid: number, limit: string): Promise<void> {
  await setLimit(pid, limit).catch((error: unknown) => {
    if (isListed(pid)) throw error;
  });
}

function isListed(pid: number): boolean {
  return processTree(pid).length > 0;
}

function setLimit(pid: number, soft: string): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile('prlimit', ['--pid', String(pid), `--fsize=${soft}:`], { timeout: 5000 }, (error) => {
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
