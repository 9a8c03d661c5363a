import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type ParsedPlan, parsePlan } from '../domain/plan/parse-plan.ts';
import { MAX_PLAN_BYTES } from '../domain/plan/plan-text.ts';

const READABLE: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'a directory',
  EACCES: 'a file that may not be read',
  ENOTDIR: 'a path through something that is no directory',
  ELOOP: 'symbolic links in a circle',
  PIPE: 'a pipe',
  DEVICE: 'a device',
  ENXIO: 'a socket or a device',
  ENAMETOOLONG: 'a name that is too long',
};

export type PlanFile = ParsedPlan & { readonly bytes: Buffer };

/**
 * Reads and checks the plan in a file. A file that cannot be read is a problem of the plan like any other, and of one
 * that is too large no more is read than shows it.
 */
export async function readPlanFile(file: string): Promise<PlanFile> {
  try {
    const bytes = await readUpTo(file, MAX_PLAN_BYTES + 1);
    return { ...parsePlan(bytes, file), bytes };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const found = READABLE[code] ?? `a file that cannot be read (${code})`;
    const remedy = 'name a YAML file; drills/plans/orders.yaml is one to start from';
    const place = { file, line: 1, column: 1, path: '' };
    return {
      ok: false,
      problems: [{ ...place, expected: 'a recovery plan', found, remedy }],
      bytes: Buffer.alloc(0),
    };
  }
}

/** @throws an error with a code of READABLE for what has no end, or no beginning until somebody writes. */
async function mustBeFile(handle: FileHandle): Promise<void> {
  const stats = await handle.stat();
  if (stats.isFile()) return;
  const code = stats.isDirectory() ? 'EISDIR' : stats.isFIFO() ? 'PIPE' : 'DEVICE';
  throw Object.assign(new Error(code), { code });
}

async function readUpTo(file: string, limitBytes: number): Promise<Buffer> {
  // Without O_NONBLOCK a named pipe that nobody writes to would be waited for.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    await mustBeFile(handle);
    const chunks: Buffer[] = [];
    let left = limitBytes;
    while (left > 0) {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(Math.min(left, 65_536)), 0);
      if (bytesRead === 0) break;
      chunks.push(buffer.subarray(0, bytesRead));
      left -= bytesRead;
    }
    return Buffer.concat(chunks);
  } finally {
    await handle.close();
  }
}
