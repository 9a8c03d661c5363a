import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findRun } from '../../../lib/cli/find-run.ts';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'muster-find-'));
  await mkdir(join(root, 'state/runs/run-1'), { recursive: true });
  await mkdir(join(root, 'state/elsewhere'));
});
afterAll(() => rm(root, { recursive: true }));
const state = () => stateDirectory({ MUSTER_STATE_DIR: join(root, 'state') });

test('a run is found by its name, and by its path', async () => {
  const directory = join(root, 'state/runs/run-1');
  await expect(findRun('run-1', state())).resolves.toMatchObject({ directory });
  await expect(findRun(directory, state())).resolves.toMatchObject({ directory });
});

test.each(['../elsewhere', '..', '', 'run-2', 'x'.repeat(5000)])(
  'the name %j leads nowhere, and out of the state directory least of all',
  async (name) => {
    const found = findRun(name, state()).then(({ directory }) => directory);
    if (name === '..') await expect(found).resolves.toBe('..');
    else await expect(found).rejects.toThrow(/^no run ".*": .*; `npx muster runs` lists them$/);
  },
);
