import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newPlan } from '../../../lib/cli/new-plan.ts';
import { parsePlan } from '../../../lib/domain/plan/parse-plan.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'muster-new-plan-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function write(name: string, file = join(directory, 'plans', 'shop.yaml')) {
  const written = { out: '' };
  const out = { write: (text: string) => (written.out += text) };
  const code = await newPlan({ file, name, stdout: out });
  return { code, file, text: await readFile(file), ...written };
}

test.each(['shop', 'a', 'my-very-long-name-of-a-plan-with-40-chars'])(
  'the plan is valid: %s',
  async (name) => {
    const { code, file, text, out } = await write(name.slice(0, 40));
    expect(code).toBe(0);
    const parsed = parsePlan(text, file);
    expect(parsed.ok ? [] : parsed.problems).toEqual([]);
    expect(text.toString()).not.toMatch(/\{(name|schema|database)\}/);
    expect(out).toContain(`muster plan check ${file}`);
  },
);

test('what to do next can be pasted into a shell, whatever the file is called', async () => {
  const { out } = await write('shop', join(directory, "bob's plan.yaml"));
  const [check = ''] = out.split('\n').filter((line) => line.includes('plan check'));
  const words = execFileSync('sh', ['-c', `printf '%s|' ${check.replace(/ {2}whether.*/, '')}`]);
  expect(words.toString()).toBe(`npx|muster|plan|check|${join(directory, "bob's plan.yaml")}|`);
});

test('its first line leads an editor to the schema', async () => {
  const { file, text } = await write('shop');
  const [, path = ''] = /^# yaml-language-server: \$schema=(.+)$/m.exec(text.toString()) ?? [];
  const schema: unknown = JSON.parse(await readFile(join(file, '..', path), 'utf8'));
  expect(schema).toMatchObject({ title: 'Muster recovery plan, version 1' });
});

test('a file that is there is left as it is', async () => {
  const { file, text } = await write('shop');
  await expect(write('other', file)).rejects.toThrow(`${file} is there already: name another file`);
  expect(await readFile(file)).toEqual(text);
});

test('a name that is none is refused, and nothing is written', async () => {
  await expect(write('My Shop')).rejects.toThrow(
    '--name "My Shop": expected lower-case letters, digits and hyphens, a letter first, at most 40',
  );
});
