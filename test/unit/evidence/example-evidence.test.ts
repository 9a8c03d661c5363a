import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';
import { verify } from '../../../lib/cli/verify.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const EXAMPLE = join(PROJECT, 'docs', 'evidence');
const FILES = readdirSync(EXAMPLE, { recursive: true, encoding: 'utf8' })
  .map((name) => join(EXAMPLE, name))
  .filter((path) => statSync(path).isFile());

/** What docs/auditor.md tells to type, but for calls of Muster: those are held against the command line elsewhere. */
function typedByHand(): readonly string[] {
  const page = readFileSync(join(PROJECT, 'docs', 'auditor.md'), 'utf8');
  return page
    .split('\n')
    .filter((line) => /^ {7}\S| {9}\|/.test(line))
    .map((line) => line.trim());
}

test('the example in docs/evidence verifies with its key and its log', async () => {
  let text = '';
  const stdout = new Writable({ write: (chunk, _encoding, done) => ((text += String(chunk)), done()) });
  const code = await verify({
    run: join(EXAMPLE, 'run'),
    trust: join(EXAMPLE, 'key.pem'),
    since: [join(EXAMPLE, 'run', 'evidence', 'checkpoint')],
    log: [join(EXAMPLE, 'log.ndjson')],
    json: true,
    state: stateDirectory({}),
    stdout,
  });
  expect({ code, ...JSON.parse(text) }).toMatchObject({
    code: 0,
    verified: true,
    findings: [],
    kind: 'failover',
    scope: 'rehearsal',
    overall: 'met',
    grade: 'corroborated',
  });
});

test('what docs/auditor.md tells to type shows that it holds', () => {
  const commands = typedByHand();
  expect(commands.length).toBeGreaterThanOrEqual(6);
  const script = `set -eo pipefail\n${commands.join('\n')}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: PROJECT, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.match(/^Verified OK$/gm)).toHaveLength(3);
  expect(stdout).toMatch(/^all of it holds$/m);
  expect(stdout).toContain('"scope": "rehearsal"');
  expect(stdout).not.toContain('had to end by');
});

test('the same commands find a start that has no end', () => {
  const page = typedByHand().join('\n');
  const [list = ''] = /jq -rs [\s\S]*?(?= \.\.\/log\.ndjson)/.exec(page) ?? [];
  const log = readFileSync(join(EXAMPLE, 'log.ndjson'), 'utf8').split('\n');
  const start = log.find((leaf) => leaf.includes('"type":"start"')) ?? '';
  const { status, stdout } = spawnSync('bash', ['-c', list], { input: start, encoding: 'utf8' });
  expect({ status, stdout }).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^orders-\S+ rehearsal had to end by \S+Z\n$/),
  });
});

test('it is small, and says nothing of the machine that it was made on', () => {
  expect(FILES.length).toBeGreaterThan(20);
  expect(FILES.reduce((sum, path) => sum + statSync(path).size, 0)).toBeLessThan(400_000);
  const telling = FILES.filter((path) =>
    /\/(?:home|root|tmp|work|Users|var)\//.test(readFileSync(path, 'utf8')),
  );
  expect(telling).toEqual([]);
});
