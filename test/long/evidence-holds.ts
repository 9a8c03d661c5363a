import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { RealEvent, StartedReal } from './real-event.ts';

const RECOVERY = 'eu-west-1';

/** That a run's evidence verifies under the key of the region that it ran in. */
export async function evidenceHolds({ state, command }: RealEvent, { run }: StartedReal): Promise<void> {
  const keys = join(state, 'keys');
  const key = (await readdir(keys)).find(
    (name) => name.startsWith(`${RECOVERY}.`) && name.includes('public'),
  );
  expect(await command('verify', run, '--trust', join(keys, key ?? 'none'))).toContain('\nVerified.\n');
}
