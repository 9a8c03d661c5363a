import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EVIDENCE_FILES } from '../domain/evidence/evidence-files.ts';
import { parseBundle } from '../domain/evidence/bundle.ts';
import { shellWord } from '../domain/shell-word.ts';
import { nearPath } from './near-path.ts';
import { readTrustedKeys } from './trusted-keys.ts';

const PUBLIC = '.public.pem';

/**
 * What `verify` of a run has to be told of whose signatures count, as it is typed. The key's file, where it is one of a
 * sandbox's of this state directory; FILE where only whoever runs it has it. Empty for a run that nobody has signed.
 */
export async function trustOption(directory: string, keys: string): Promise<string> {
  const bundle = await readFile(join(directory, EVIDENCE_FILES.drill), 'utf8').catch(() => null);
  const signed = bundle === null ? null : parseBundle(bundle);
  if (!signed) return '';
  const names = await readdir(keys).catch(() => []);
  for (const file of names.filter((name) => name.endsWith(PUBLIC)).map((name) => join(keys, name))) {
    const found = await readTrustedKeys(file).catch(() => []);
    if (found.some(({ keyId }) => keyId === signed.keyId)) return ` --trust ${shellWord(nearPath(file))}`;
  }
  return ' --trust FILE   (the public key that you had from whoever runs it)';
}
