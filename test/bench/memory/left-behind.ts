import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { homeDirectory } from '../../../lib/sandbox/postgres/home-directory.ts';
import { processesOf } from '../../sandbox/drill/process-watch.ts';

/** What a sandbox may leave on a machine: SysV segments, files in /dev/shm. Taken before, to be compared after. */
export function sharedMemory(): readonly string[] {
  const segments = lines('/proc/sysvipc/shm').map((line) => `SysV segment ${line.trim().split(/\s+/)[1]}`);
  return [...segments, ...readdirSync('/dev/shm').map((name) => `/dev/shm/${name}`)];
}

/** What is still there of a sandbox that is down. */
export function leftBehind(stateDir: string, sharedBefore: readonly string[]): readonly string[] {
  const sandbox = join(stateDir, 'sandbox');
  return [
    ...processesOf(stateDir).map((process) => `process ${process}`),
    ...sharedMemory().filter((one) => !sharedBefore.includes(one)),
    ...[sandbox, homeDirectory(sandbox, process.getuid?.() === 0)].filter((path) => existsSync(path)),
  ];
}

/** Bytes that each of a sandbox's own files and folders holds, the databases' apart. */
export function bytesOnDisk(stateDir: string): Readonly<Record<string, number>> {
  const sandbox = join(stateDir, 'sandbox');
  const names = readdirSync(sandbox).filter((name) => name !== 'pg');
  return Object.fromEntries(names.map((name) => [name, bytesOf(join(sandbox, name))]));
}

export function residentBytes(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kib === undefined) throw new Error(`process ${pid} has no resident memory: it has ended`);
  return Number(kib) * 1024;
}

function bytesOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.size ?? 0;
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0);
}

function lines(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(1) : [];
}
