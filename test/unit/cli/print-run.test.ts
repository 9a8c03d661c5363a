import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { printRun } from '../../../lib/cli/print-run.ts';
import { type StateDirectory, stateDirectory } from '../../../lib/cli/state-directory.ts';
import { verify } from '../../../lib/cli/verify.ts';
import { plainTerminal } from '../../fakes/plain-terminal.ts';

const SIGNED = join(import.meta.dirname, '../../fixtures/bundles/v1-signed');
let root: string;
let state: StateDirectory;
let directory: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'muster-print-'));
  state = stateDirectory({ MUSTER_STATE_DIR: root });
  directory = state.runDirectory('run-1');
  await cp(join(SIGNED, 'run'), directory, { recursive: true });
  await mkdir(state.keys);
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function printed(): Promise<string> {
  const out = new PassThrough();
  await printRun(directory, { terminal: plainTerminal(out), json: false, state });
  return String(out.read());
}

test('the last line of a run is a command that verifies it, as it is printed', async () => {
  // A former key and that of another region lie beside it.
  await cp(join(SIGNED, '../v1-stamped/key.pem'), join(state.keys, 'eu-central-1.public.pem'));
  await cp(join(SIGNED, 'key.pem'), join(state.keys, 'eu-west-1.public.pem'));
  const line = (await printed()).trimEnd().split('\n').at(-1) ?? '';
  const [, run = '', trust = ''] =
    /^Who signed it: {3}npx muster verify (\S+) --trust (\S+)$/.exec(line) ?? [];
  expect(run).toBe(directory);
  expect(trust).toBe(join(state.keys, 'eu-west-1.public.pem'));
  await expect(verify({ run, trust, json: false, state, stdout: new PassThrough() })).resolves.toBe(0);
});

test('where the key is somebody else’s it says whom to have it from', async () => {
  expect(await printed()).toMatch(
    / npx muster verify \S+ --trust FILE {3}\(the public key that you had from whoever runs it\)\n$/,
  );
});

test('a run that nobody has signed is verified to find that out', async () => {
  await rm(join(directory, 'evidence'), { recursive: true });
  expect(await printed()).toMatch(/ npx muster verify \S+\/run-1\n$/);
});
