import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeNewFiles } from '../../../lib/cli/write-new-files.ts';

const REMEDY = 'name another directory';
let out = '';
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'muster-rows-'));
});
afterEach(() => rm(out, { recursive: true }));

const rows = () => [
  { path: join(out, 'orders-db.ndjson'), text: '{"entry":1}\n' },
  { path: join(out, 'orders-db.sql'), text: 'insert into journal values (1);\n' },
];

test('what is not there is written, for its owner alone', async () => {
  await writeNewFiles(rows(), REMEDY);
  for (const { path, text } of rows()) {
    expect(await readFile(path, 'utf8')).toBe(text);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  }
});

test('what is there with the same bytes stays, and the rest is written beside it', async () => {
  const [first = expect.unreachable()] = rows();
  await writeFile(first.path, first.text);
  await chmod(first.path, 0o640);
  await writeNewFiles(rows(), REMEDY);
  expect((await stat(first.path)).mode & 0o777).toBe(0o640);
  expect((await readdir(out)).toSorted()).toEqual(['orders-db.ndjson', 'orders-db.sql']);
});

test('of two that are in the way it is always the first that is named, however long it takes to read', async () => {
  const [first = expect.unreachable(), second = expect.unreachable()] = rows();
  await writeFile(first.path, 'x'.repeat(30_000_000));
  await writeFile(second.path, 'x');
  await expect(writeNewFiles(rows(), REMEDY)).rejects.toThrow(`${first.path} is there already`);
});

test('what is there with other bytes is not written over, and nothing is written beside it', async () => {
  const [, second = expect.unreachable()] = rows();
  await writeFile(second.path, 'a person has worked on this\n');
  await expect(writeNewFiles(rows(), REMEDY)).rejects.toThrow(
    `${second.path} is there already, and holds something else: it is not written over; ${REMEDY}`,
  );
  expect(await readFile(second.path, 'utf8')).toBe('a person has worked on this\n');
  expect(await readdir(out)).toEqual(['orders-db.sql']);
});

test('what is there and no file is not taken for one', async () => {
  const [first = expect.unreachable()] = rows();
  await mkdir(first.path);
  await expect(writeNewFiles(rows(), REMEDY)).rejects.toThrow(
    `${first.path} cannot be read, and is not written over; ${REMEDY}`,
  );
});
