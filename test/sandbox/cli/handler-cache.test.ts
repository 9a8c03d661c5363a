import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { type Deployed, deployHandlers } from '../../../lib/cli/handler-cache.ts';

const Sources = z.object({ bundler: z.string(), sources: z.record(z.string(), z.string()) });

let cache: string;
let first: Deployed;

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'muster-cache-'));
  first = await deployHandlers(cache);
});
afterAll(() => rm(cache, { recursive: true, force: true }));

const homeOf = ({ handlers }: Deployed) => dirname(handlers[0]?.path ?? '');
const fileOf = (deployed: Deployed) => join(homeOf(deployed), 'sources.json');
const sourcesOf = async (deployed: Deployed) =>
  Sources.parse(JSON.parse(await readFile(fileOf(deployed), 'utf8')));

test('handlers are bundled once for the same sources', async () => {
  const bundledAt = (await stat(fileOf(first))).mtimeMs;
  expect(await deployHandlers(cache)).toEqual(first);
  expect((await stat(fileOf(first))).mtimeMs).toBe(bundledAt);
});

test('a handler’s code and how it is bundled are among the sources', async () => {
  const files = Object.keys((await sourcesOf(first)).sources);
  const wanted = [
    'functions/promote-replica.ts',
    'lib/steps/promote-replica.ts',
    'lib/deployment/one-copy.ts',
  ];
  expect(wanted.filter((name) => !files.some((file) => file.endsWith(`/${name}`)))).toEqual([]);
});

test('of the SDK the ES modules are bundled, and of each package and version one copy', async () => {
  const files = Object.keys((await sourcesOf(first)).sources);
  const s3 = files.filter((file) => file.includes('/@aws-sdk/client-s3/'));
  expect(s3.length).toBeGreaterThan(0);
  expect(s3.filter((file) => file.includes('/dist-cjs/'))).toEqual([]);
  const retries = files.filter((file) => file.endsWith('/@smithy/core/dist-es/submodules/retry/index.js'));
  expect(retries).toHaveLength(1);
});

test('they are bundled anew when one source is not what it was, and of all bundles the newest two are kept', async () => {
  for (const name of ['oldest', 'older']) await mkdir(join(cache, name));
  await utimes(join(cache, 'oldest'), 1_000, 1_000);
  await utimes(join(cache, 'older'), 2_000, 2_000);
  const { sources, ...before } = await sourcesOf(first);
  const [file = ''] = Object.keys(sources);
  await writeFile(fileOf(first), JSON.stringify({ ...before, sources: { ...sources, [file]: 'another' } }));
  const second = await deployHandlers(cache);
  expect(homeOf(second)).not.toBe(homeOf(first));
  expect((await sourcesOf(second)).sources[file]).toBe(sources[file]);
  const kept = [first, second].map((deployed) => homeOf(deployed).slice(cache.length + 1));
  expect((await readdir(cache)).toSorted()).toEqual(kept.toSorted());
});
