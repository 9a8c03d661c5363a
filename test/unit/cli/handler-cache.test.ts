import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { version as bundler } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { handlerFiles } from '../../../lib/deployment/deployment.ts';
import { deployHandlers } from '../../../lib/cli/handler-cache.ts';

const makeFifo = promisify(execFile);
const NEWER_SECONDS = 2_000;
const OLDER_SECONDS = 1_000;
const IN_PIPE = 'a source that is read while the bundle goes';

let home: string;
let cache: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'muster-cache-'));
  cache = join(home, 'handlers');
});
afterEach(() => rm(home, { recursive: true, force: true }));

const digestOf = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

async function currentSources(): Promise<Record<string, string>> {
  const files = handlerFiles().map(async ({ path }) => [path, digestOf(await readFile(path))] as const);
  return Object.fromEntries(await Promise.all(files));
}

/** A bundle of an earlier command, used at so many seconds since 1970. */
async function addBundle(name: string, usedAtSeconds: number, sourcesText: string): Promise<void> {
  const directory = join(cache, name);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'sources.json'), sourcesText);
  await utimes(directory, usedAtSeconds, usedAtSeconds);
}

async function addCurrentBundle(name: string, usedAtSeconds: number): Promise<void> {
  await addBundle(name, usedAtSeconds, JSON.stringify({ bundler, sources: await currentSources() }));
}

async function deployed(): Promise<string> {
  const { compileCache } = await deployHandlers(cache);
  return dirname(compileCache).slice(cache.length + 1);
}

describe('a bundle that another command has pruned', () => {
  it('is passed over when it was there as the cache was listed and is gone when it is looked at', async () => {
    await addCurrentBundle('there', OLDER_SECONDS);
    await symlink(join(home, 'nowhere'), join(cache, 'gone'));
    expect(await deployed()).toBe('there');
  });

  it('is passed over when it goes while its sources are being compared', async () => {
    const pipe = join(home, 'pipe');
    await makeFifo('mkfifo', [pipe]);
    const sources = { ...(await currentSources()), [pipe]: digestOf(IN_PIPE) };
    await addBundle('going', NEWER_SECONDS, JSON.stringify({ bundler, sources }));
    await addCurrentBundle('there', OLDER_SECONDS);
    const answer = deployed();
    // Opens once the pipe is being read: by then the bundle has been listed and its sources are known.
    const writer = await open(pipe, 'w');
    await rm(join(cache, 'going'), { recursive: true });
    await writer.writeFile(IN_PIPE);
    await writer.close();
    expect(await answer).toBe('there');
  });
});

describe('a bundle that does not say what it was made of', () => {
  it.each([
    ['an empty file', ''],
    ['half a file', '{"bundler":"0.2'],
    ['another shape', '[]'],
  ])('is not current: %s, as a full disk or a loss of power leaves it', async (_what, text) => {
    await addBundle('broken', NEWER_SECONDS, text);
    await addCurrentBundle('there', OLDER_SECONDS);
    expect(await deployed()).toBe('there');
  });

  it('is not current when it has no such file at all', async () => {
    await addCurrentBundle('there', OLDER_SECONDS);
    await mkdir(join(cache, 'bare'));
    expect(await deployed()).toBe('there');
  });
});
