import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inRunDirectory } from '../../../lib/cli/run-directory.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-directory-'));
});
afterAll(() => rm(folder, { recursive: true }));

const refused = async () => {
  throw new RangeError('refused');
};

test('whoever is refused leaves no directory behind', async () => {
  const directory = join(folder, 'runs', 'run-1');
  await expect(inRunDirectory(directory, refused)).rejects.toThrow('refused');
  expect(existsSync(directory)).toBe(false);
});

test('what a run has left stays, however it ended', async () => {
  const directory = join(folder, 'run-2');
  const leaving = async () => {
    await writeFile(join(directory, 'record.ndjson'), '');
    return refused();
  };
  await expect(inRunDirectory(directory, leaving)).rejects.toThrow('refused');
  expect(existsSync(join(directory, 'record.ndjson'))).toBe(true);
  await expect(inRunDirectory(join(folder, 'run-3'), async () => 2)).resolves.toBe(2);
  expect(existsSync(join(folder, 'run-3'))).toBe(true);
});

test('a directory that was there before is not ours to remove', async () => {
  const directory = join(folder, 'given');
  await mkdir(directory);
  await expect(inRunDirectory(directory, refused)).rejects.toThrow('refused');
  expect(existsSync(directory)).toBe(true);
});
