import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';
import { verify } from '../../../lib/cli/verify.ts';

/**
 * A run as each format of its bundle was first released, with the key, the log and, where there is one, the root of who has
 * stamped it. None is ever written anew: what was signed once has to verify for as long as anybody keeps it.
 */
const RELEASED = join(import.meta.dirname, '../../fixtures/bundles');

test('every released format is here', () => {
  expect(readdirSync(RELEASED).toSorted()).toEqual(['v1-signed', 'v1-stamped']);
});

test.each(readdirSync(RELEASED))('a bundle of format %s verifies', async (format) => {
  const file = (name: string) => join(RELEASED, format, name);
  const stdout = new PassThrough();
  const code = await verify({
    run: file('run'),
    trust: file('key.pem'),
    log: [file('log.ndjson')],
    ...(existsSync(file('tsa.pem')) ? { tsa: file('tsa.pem') } : {}),
    json: false,
    state: stateDirectory({ MUSTER_STATE_DIR: RELEASED }),
    stdout,
  });
  const said = String(stdout.read());
  expect({ code, said }).toMatchObject({ code: 0 });
  expect(said).toMatch(/^Verified\.$/m);
  expect(said.includes('\nStamped by CN=Authority')).toBe(existsSync(file('tsa.pem')));
});
