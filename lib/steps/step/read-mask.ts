import { maskSecrets, soughtValues } from '../../domain/record/mask-secrets.ts';
import type { RunCommon } from '../../domain/run/run-parts.ts';
import type { Secrets } from '../../ports/secrets.ts';

export interface ReadMask {
  /** The text with every secret masked that is known, or looks like one. */
  readonly mask: (text: string) => string;
  /** Names of the secrets whose values are not known. */
  readonly unread: readonly string[];
}

/**
 * What masks the secrets of a run, whose passwords are asked for now. One that cannot be read keeps no evidence back: the run
 * has to be judged and signed all the same.
 */
export async function readMask(secrets: Secrets, run: Pick<RunCommon, 'databases'>): Promise<ReadMask> {
  const names = run.databases.flatMap(({ operatorSecret, heartbeatSecret }) => [
    operatorSecret,
    heartbeatSecret,
  ]);
  const read = await Promise.all(
    [...new Set(names)].map(async (name) => ({ name, password: await passwordOf(secrets, name) })),
  );
  const passwords = read.flatMap(({ password }) => password ?? []);
  const known = soughtValues(passwords, JSON.stringify(run));
  return {
    mask: (text) => maskSecrets(text, known),
    unread: read.flatMap(({ name, password }) => (password === null ? [name] : [])),
  };
}

async function passwordOf(secrets: Secrets, name: string): Promise<string | null> {
  try {
    const { password } = await secrets.login(name);
    return password;
  } catch {
    return null;
  }
}
