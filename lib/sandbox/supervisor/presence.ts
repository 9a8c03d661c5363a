import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { isRunning, readProcessStat } from '../process/process-stat.ts';

/** What stands in `<stateDir>/sandbox.json`: who holds the sandbox and how it is reached. Readable by its owner only. */
export const Presence = z.object({
  pid: z.int().positive(),
  startTicks: z.string(),
  endpoint: z.string().nullable(),
  /** It has begun to end: the state directory is free in a moment. */
  ending: z.boolean(),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
});

export type Presence = z.infer<typeof Presence>;

function fileIn(stateDir: string): string {
  return join(stateDir, 'sandbox.json');
}

/** Writes the presence of this very process. `endpoint` is null until it listens. */
export function announce(stateDir: string, known: Omit<Presence, 'pid' | 'startTicks'>): void {
  const startTicks = readProcessStat(process.pid)?.startTicks ?? '';
  const presence: Presence = { pid: process.pid, startTicks, ...known };
  const file = fileIn(stateDir);
  writeFileSync(`${file}.new`, `${JSON.stringify(presence)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function withdraw(stateDir: string): void {
  rmSync(fileIn(stateDir), { force: true });
}

/** The supervisor that holds a state directory; undefined when none does, or when it died. */
export function presentIn(stateDir: string): Presence | undefined {
  try {
    const presence = Presence.parse(JSON.parse(readFileSync(fileIn(stateDir), 'utf8')));
    return isRunning(presence) ? presence : undefined;
  } catch {
    return undefined;
  }
}
