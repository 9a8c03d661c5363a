import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, loadavg, release, tmpdir, totalmem, type } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { median } from './quantile.ts';

const SYNCS = 50;
const PAGE = Buffer.alloc(8192, 1);

/** What the numbers of a bench come from. fsync: median of 50 times writing 8 KiB and fdatasync, where data lie. */
export const Machine = z.object({
  cores: z.int(),
  model: z.string(),
  memoryGiB: z.number(),
  kernel: z.string(),
  node: z.string(),
  fsyncMs: z.number(),
  /** Load average of the last minute before the bench: what else was running. */
  loadBefore: z.number(),
});

export type Machine = z.infer<typeof Machine>;

export function describeMachine(): Machine {
  const all = cpus();
  return {
    cores: all.length,
    model: all[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round((totalmem() / 2 ** 30) * 10) / 10,
    kernel: `${type()} ${release()}`,
    node: process.version,
    fsyncMs: fsyncMs(),
    loadBefore: loadavg()[0] ?? 0,
  };
}

function fsyncMs(): number {
  const file = join(tmpdir(), `muster-bench-fsync-${process.pid}`);
  const handle = openSync(file, 'w');
  try {
    const times = Array.from({ length: SYNCS }, () => {
      const from = performance.now();
      writeSync(handle, PAGE);
      fdatasyncSync(handle);
      return performance.now() - from;
    });
    return Math.round(median(times) * 1000) / 1000;
  } finally {
    closeSync(handle);
    rmSync(file, { force: true });
  }
}
