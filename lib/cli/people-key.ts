import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { visibleText } from '../domain/visible-text.ts';
import type { StateDirectory } from './state-directory.ts';
import { UsageError } from './usage-error.ts';

const KEY = /^[0-9a-f]{64}$/;

/** Where the key lies that tells who a pseudonym is: never in a bucket, since evidence is there. */
export function peopleKeyFile(state: Pick<StateDirectory, 'root'>, environment: NodeJS.ProcessEnv): string {
  return environment['MUSTER_PEOPLE_KEY'] || join(state.root, 'people.key');
}

/** 32 bytes. Null where there is no such file. @throws UsageError for a file that holds something else */
export function readPeopleKey(file: string): Uint8Array | null {
  const text = textOf(file);
  if (text === null) return null;
  if (KEY.test(text.trim())) return Buffer.from(text.trim(), 'hex');
  throw new UsageError(`${visibleText(file)} is no key of pseudonyms: expected 64 hexadecimal digits`);
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new UsageError(`${visibleText(file)} cannot be read: ${String(error)}`);
  }
}

/** Makes a key that nobody else may read. @throws UsageError where one is: another would give everybody another pseudonym */
export function makePeopleKey(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new UsageError(
      `${visibleText(file)} was not made, since a key is there or cannot be: ${String(error)}`,
    );
  }
}
