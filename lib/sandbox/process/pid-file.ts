import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** What is known of one child, so that a later run can end exactly this process and no other of the same pid. */
export const PidRecord = z.object({
  name: z.string(),
  pid: z.int().positive(),
  startTicks: z.string(),
});
export type PidRecord = z.infer<typeof PidRecord>;

export function pidsDirectory(stateDir: string): string {
  return join(stateDir, 'pids');
}

/** Written beside and renamed: a reader after a crash never finds half a file. */
export function writePidFile(directory: string, record: PidRecord): void {
  const path = pidFile(directory, record);
  writeFileSync(`${path}.new`, `${JSON.stringify(record)}\n`);
  renameSync(`${path}.new`, path);
}

export function removePidFile(directory: string, record: Pick<PidRecord, 'pid'>): void {
  rmSync(pidFile(directory, record), { force: true });
}

/** Every complete pid file; one that cannot be read names no process, and is left out. */
export function readPidFiles(directory: string): PidRecord[] {
  return namesIn(directory)
    .filter((name) => name.endsWith('.json'))
    .map((name) => parse(join(directory, name)))
    .filter((record) => record !== undefined);
}

function parse(path: string): PidRecord | undefined {
  try {
    return PidRecord.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function pidFile(directory: string, record: Pick<PidRecord, 'pid'>): string {
  return join(directory, `${record.pid}.json`);
}
