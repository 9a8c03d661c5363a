import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endSandbox } from '../../../lib/sandbox/supervisor/sandbox-client.ts';

const INTERRUPTED = 130;

/**
 * A state directory of one measurement's own; whatever stands there at the end is ended, and all is removed, also when
 * somebody interrupts the bench.
 */
export async function withStateDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'muster-bench-'));
  const interrupted = () => void clear(directory).finally(() => process.exit(INTERRUPTED));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await use(directory);
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await clear(directory);
  }
}

async function clear(directory: string): Promise<void> {
  await endSandbox(join(directory, 'sandbox'));
  await rm(directory, { recursive: true, force: true, maxRetries: 3 });
}
