import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OnResolveArgs, Plugin } from 'esbuild';
import * as z from 'zod';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const Manifest = z.object({ name: z.string(), version: z.string() });
const Lock = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });

interface Package {
  readonly directory: string;
  readonly id: string;
}

/** Says of a resolution that it is the plugin's own, which esbuild answers. */
const OWN = { own: true };

/**
 * An esbuild plugin that takes one copy of a package and version for all: where two versions of a package are
 * installed, npm puts one of them below each package that needs it, and a bundle would load all of these copies. Which one is
 * taken follows from the lock file: the first that esbuild meets is another one each time, and so were the bundles.
 */
export function oneCopy(): Plugin {
  const homes = lockedHomes();
  return {
    name: 'one-copy',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async (asked: OnResolveArgs) => {
        if (asked.pluginData === OWN || asked.path.startsWith('node:')) return undefined;
        const { importer, resolveDir, kind, namespace } = asked;
        const found = await build.resolve(asked.path, {
          importer,
          resolveDir,
          kind,
          namespace,
          pluginData: OWN,
        });
        if (found.errors.length > 0 || found.external) return found;
        const owner = packageOf(found.path);
        if (!owner) return found;
        const home = homes.get(owner.id) ?? owner.directory;
        homes.set(owner.id, home);
        return { ...found, path: join(home, relative(owner.directory, found.path)) };
      });
    },
  };
}

/** Where the copy lies that is taken of each package and version, of all that npm has installed the first by its path. */
function lockedHomes(): Map<string, string> {
  const { packages } = Lock.parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));
  const homes = new Map<string, string>();
  for (const [path, { version }] of Object.entries(packages)) {
    const name = path.split('node_modules/').at(-1) ?? '';
    const id = `${name}@${version}`;
    const directory = join(ROOT, path);
    if (path !== '' && !homes.has(id) && existsSync(directory)) homes.set(id, directory);
  }
  return homes;
}

/** The package that a file belongs to: the nearest manifest above it with a name and a version. */
function packageOf(file: string): Package | undefined {
  for (let directory = dirname(file); directory !== dirname(directory); directory = dirname(directory)) {
    const manifest = join(directory, 'package.json');
    if (!existsSync(manifest)) continue;
    const { data } = Manifest.safeParse(JSON.parse(readFileSync(manifest, 'utf8')));
    if (data) return { directory, id: `${data.name}@${data.version}` };
  }
  return undefined;
}
