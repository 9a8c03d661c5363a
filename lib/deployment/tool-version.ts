import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const Package = z.object({ version: z.string() });

/**
 * The version with the commit that it is, where this is a clone: a number alone does not say which code made a
 * judgement. "changed" where files differ from that commit.
 */
export function toolVersion(): string {
  const { version } = Package.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  const commit = git('rev-parse', '--short=12', 'HEAD');
  if (commit === null || git('rev-parse', '--show-prefix') !== '') return version;
  const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ', changed';
  return `${version} (commit ${commit}${changed})`;
}

/** Null where there is no git, or no clone. */
function git(...args: readonly string[]): string | null {
  const { status, stdout } = spawnSync('git', ['-C', ROOT, ...args], { encoding: 'utf8', timeout: 5_000 });
  return status === 0 ? stdout.trim() : null;
}
