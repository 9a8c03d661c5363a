import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endSandbox } from '../../../lib/sandbox/supervisor/sandbox-client.ts';

/** A state directory of one measurement's own; whatever stands there at the end is ended, and all is removed. */
export async function withStateDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'muster-bench-'));
  try {
    return await use(directory);
  } finally {
    await endSandbox(join(directory, 'sandbox'));
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}
