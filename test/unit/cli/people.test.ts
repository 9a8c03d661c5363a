import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isPseudonym } from '../../../lib/domain/approval/pseudonym.ts';
import { evidenceName, namedByPlan, namedByRun } from '../../../lib/cli/evidence-name.ts';
import { newPeopleKey, showPseudonym } from '../../../lib/cli/people.ts';
import { makeProgram } from '../../../lib/cli/program/program.ts';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';
import { plainTerminal } from '../../fakes/plain-terminal.ts';
import { runInput } from '../../fakes/run-input.ts';
import { planOf, SMALL_PLAN } from '../domain/plan/small-plan.ts';

const NAMELESS = `${SMALL_PLAN}evidence: { people: pseudonyms }\n`;

let root = '';
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'muster-people-'))));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

async function said(call: (terminal: { out: Writable }) => number | Promise<number>): Promise<string> {
  let text = '';
  const out = new Writable({ write: (chunk, _encoding, done) => ((text += String(chunk)), done()) });
  expect(await call({ out })).toBe(0);
  return text;
}

function planFile(): string {
  const file = join(root, 'plan.yaml');
  writeFileSync(file, NAMELESS);
  return file;
}

test('a key is made once, for its owner alone, and says who is called what', async () => {
  const key = join(root, 'keys', 'people.key');
  vi.stubEnv('MUSTER_PEOPLE_KEY', key);
  expect(await said((terminal) => newPeopleKey({ root }, terminal))).toContain(`${key}\n`);
  expect(statSync(key).mode & 0o777).toBe(0o600);
  expect(() => newPeopleKey({ root }, plainTerminal())).toThrow(`${key} was not made`);
  const shown = await said((terminal) =>
    showPseudonym({ planFile: planFile(), name: 'Ada', state: { root } }, terminal),
  );
  expect(isPseudonym(shown.trim())).toBe(true);
  expect(evidenceName(namedByPlan(planOf(NAMELESS)), ' ada', { root })).toBe(shown.trim());
  const run = runInput({ pseudonyms: true, plan: { name: 'small', sha256: 'a'.repeat(64) } });
  expect(evidenceName(namedByRun(run), 'ADA', { root })).toBe(shown.trim());
});

test('a plan with names needs no key, and neither does who says their pseudonym', () => {
  expect(evidenceName(namedByPlan(planOf(SMALL_PLAN)), 'Ada', { root })).toBe('Ada');
  expect(evidenceName(namedByRun(runInput()), 'Ada', { root })).toBe('Ada');
  const own = 'person-0123456789abcdef';
  expect(evidenceName({ plan: 'small', pseudonyms: true }, own, { root })).toBe(own);
});

test('without the key, or with something else for it, no name gets any further', () => {
  const named = () => evidenceName({ plan: 'small', pseudonyms: true }, 'Ada', { root });
  expect(named).toThrow(`their key is not in ${join(root, 'people.key')}: say your pseudonym with --as`);
  writeFileSync(join(root, 'people.key'), 'hush');
  expect(named).toThrow('is no key of pseudonyms: expected 64 hexadecimal digits');
});

test.each([
  'failover --real --look --plan PLAN --as Ada',
  'lever pull --plan PLAN --as Ada --reason sale',
  'failback protect --confirm small --plan PLAN --as Ada',
])('`muster %s` tells nobody a name', async (call) => {
  const state = stateDirectory({ MUSTER_STATE_DIR: root });
  const program = makeProgram({
    terminal: plainTerminal(),
    state,
    finish: () => expect.unreachable('it was not refused'),
  });
  const args = call.split(' ').map((word) => (word === 'PLAN' ? planFile() : word));
  await expect(program.parseAsync(args, { from: 'user' })).rejects.toThrow(
    'people of the plan small have pseudonyms',
  );
});
