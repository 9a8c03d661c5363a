import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { version as bundler } from 'esbuild';
import * as z from 'zod';
import { BUNDLING, bundleHandlers } from '../deployment/bundle-handlers.ts';
import { type HandlerFile, handlerFiles } from '../deployment/deployment.ts';
import { makeDirectory } from './make-directory.ts';

/** Beside the bundles: SHA-256 of every file that went into them. */
const SOURCES_FILE = 'sources.json';
const Sources = z.object({ bundler: z.string(), sources: z.record(z.string(), z.string()) });
type Sources = z.infer<typeof Sources>;

/** The newest, and the one before it, which a sandbox may still run on. */
const KEPT = 2;
/** What is being bundled now is not abandoned. */
const ABANDONED_MS = 3_600_000;
const UNDER_WAY = '.new-';

/** Bundled handlers, and a place for what Node compiles of them: it goes when they go. */
export interface Deployed {
  readonly handlers: readonly HandlerFile[];
  readonly compileCache: string;
}

/** Handlers bundled from exactly the sources that there are now: those of an earlier call when no file has changed. */
export async function deployHandlers(cache: string): Promise<Deployed> {
  for (const directory of await bundlesIn(cache)) {
    if ((await isCurrent(directory)) && (await markUsed(directory))) return deployedIn(directory);
  }
  const directory = await bundleInto(cache);
  await prune(cache);
  return deployedIn(directory);
}

function deployedIn(directory: string): Deployed {
  const handlers = handlerFiles().map(({ name }) => ({ name, path: join(directory, `${name}.mjs`) }));
  return { handlers, compileCache: join(directory, 'compile-cache') };
}

/** Newest first. Another command may prune the same cache at any moment: what is gone is passed over. */
async function bundlesIn(cache: string): Promise<readonly string[]> {
  const names = (await readdir(cache).catch(() => [])).filter((name) => !name.startsWith(UNDER_WAY));
  const dated = await Promise.all(
    names.map(async (name) => {
      const path = join(cache, name);
      const found = await stat(path).catch(() => null);
      return found ? [{ path, usedAt: found.mtimeMs }] : [];
    }),
  );
  return dated
    .flat()
    .toSorted((a, b) => b.usedAt - a.usedAt)
    .map(({ path }) => path);
}

/** Answers whether the bundles are still there: from now on they are the newest, which nobody prunes. */
function markUsed(directory: string): Promise<boolean> {
  const now = new Date();
  return utimes(directory, now, now).then(
    () => true,
    () => false,
  );
}

/** Null for what a full disk or a loss of power has left behind, and for what is not there. */
async function sourcesOf(directory: string): Promise<Sources | null> {
  try {
    return Sources.parse(JSON.parse(await readFile(join(directory, SOURCES_FILE), 'utf8')));
  } catch {
    return null;
  }
}

async function isCurrent(directory: string): Promise<boolean> {
  const data = await sourcesOf(directory);
  if (data?.bundler !== bundler) return false;
  const files = Object.keys(data.sources);
  if (!handlerFiles().every(({ path }) => files.includes(path))) return false;
  const digests = await Promise.all(files.map((file) => digestOf(file).catch(() => null)));
  return files.every((file, index) => data.sources[file] === digests[index]);
}

/** Bundled beside and renamed: nobody sees half of it. Of two that bundle at once each has its own. */
async function bundleInto(cache: string): Promise<string> {
  const name = randomBytes(6).toString('hex');
  const underWay = join(cache, `${UNDER_WAY}${name}`);
  await makeDirectory(underWay);
  const inputs = [...(await bundleHandlers(underWay)).sources, ...BUNDLING];
  const digested = inputs.map(async (file): Promise<[string, string]> => [file, await digestOf(file)]);
  const sources: Sources = { bundler, sources: Object.fromEntries(await Promise.all(digested)) };
  await writeFile(join(underWay, SOURCES_FILE), JSON.stringify(sources));
  const directory = join(cache, name);
  await rename(underWay, directory);
  return directory;
}

async function prune(cache: string): Promise<void> {
  const old = (await bundlesIn(cache)).slice(KEPT);
  const begun = (await readdir(cache)).filter((name) => name.startsWith(UNDER_WAY));
  const abandoned = await Promise.all(
    begun.map(async (name) => {
      const changed = await stat(join(cache, name)).catch(() => null);
      return changed && changed.mtimeMs < Date.now() - ABANDONED_MS ? [join(cache, name)] : [];
    }),
  );
  await Promise.all([...old, ...abandoned.flat()].map((path) => rm(path, { recursive: true, force: true })));
}

async function digestOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
