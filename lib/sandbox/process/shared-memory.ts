import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Removes the SysV segments that these processes, now dead, had created and that nobody uses: PostgreSQL's postmaster
 * leaves one when it dies by SIGKILL. Best effort: a machine without util-linux keeps it (56 bytes).
 */
export async function removeSegmentsOf(pids: readonly number[]): Promise<void> {
  const orphans = listSegments().filter((one) => one.attached === 0 && pids.includes(one.creatorPid));
  await Promise.all(orphans.map((one) => removeSegment(one.id)));
}

interface Segment {
  readonly id: number;
  readonly creatorPid: number;
  readonly attached: number;
}

/** Columns of /proc/sysvipc/shm: key shmid perms size cpid lpid nattch … (proc_sysvipc(5)). */
function listSegments(): Segment[] {
  return readTable().map((line) => {
    const columns = line.trim().split(/\s+/).map(Number);
    return { id: columns[1] ?? -1, creatorPid: columns[4] ?? -1, attached: columns[6] ?? 1 };
  });
}

function readTable(): string[] {
  try {
    return readFileSync('/proc/sysvipc/shm', 'utf8').trimEnd().split('\n').slice(1);
  } catch {
    return [];
  }
}

function removeSegment(id: number): Promise<void> {
  return new Promise((resolve) => {
    execFile('ipcrm', ['-m', String(id)], { timeout: 1000 }, () => resolve());
  });
}
