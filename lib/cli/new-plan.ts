import { writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { planName } from '../domain/plan/names.ts';
import { EXIT } from './exit-code.ts';
import { makeDirectory } from './make-directory.ts';
import { planTemplate } from './plan-template.ts';
import { shellWord } from '../domain/shell-word.ts';
import { UsageError } from './usage-error.ts';

const SCHEMA = fileURLToPath(new URL('../../docs/plan.schema.json', import.meta.url));

const ELSEWHERE = 'name a file in a directory that you may write to, such as shop.yaml';

export interface NewPlan {
  readonly file: string;
  readonly name: string;
  readonly stdout: { write(text: string): unknown };
}

/**
 * `muster plan new`: writes a commented plan to start from, which is valid as it stands.
 * @throws UsageError when the file is there already, or the name is none: nothing is written then.
 */
export async function newPlan({ file, name, stdout }: NewPlan): Promise<number> {
  if (!planName.safeParse(name).success)
    throw new UsageError(
      `--name ${JSON.stringify(name)}: expected lower-case letters, digits and hyphens, a letter first, at most 40`,
    );
  const directory = dirname(resolve(file));
  if (file === '')
    throw new UsageError('expected the name of a file to write, found ""; shop.yaml would be one');
  await makeDirectory(directory, ELSEWHERE);
  const text = planTemplate({ name, schema: relative(directory, SCHEMA) });
  await writeFile(file, text, { flag: 'wx' }).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'EEXIST') throw new UsageError(`${file} is there already: name another file`);
    throw new UsageError(`${file}: cannot be written (${code}); ${ELSEWHERE}`);
  });
  const word = shellWord(file);
  stdout.write(`${file} is written. Next:
  npx muster plan check ${word}              whether it can be drilled
  npx muster plan show ${word}               what a drill would do
  npx muster drill failover --plan ${word}   rehearse it on this machine
`);
  return EXIT.met;
}
