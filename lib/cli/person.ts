import { createInterface } from 'node:readline/promises';
import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from './usage-error.ts';
import { words } from './words.ts';

/** Where a person types; `isTTY` is true only for a terminal. */
export type PersonInput = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** What is in the terminal's buffer has come out of it by then. */
const TYPED_AHEAD_MS = 50;

/**
 * One line that a person types; null when they leave, by the end of the input or by Ctrl-C. What was typed before the
 * question stood there is no answer to it.
 */
export async function typedLine(
  question: string,
  { input, output }: { readonly input: PersonInput; readonly output: NodeJS.WritableStream },
): Promise<string | null> {
  if (!(await forgetTypedAhead(input))) return null;
  const lines = createInterface({ input, output, terminal: input.isTTY === true, historySize: 0 });
  const left = new Promise<null>((resolve) => {
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => resolve(null));
  });
  try {
    // A question that is left rejects, or never answers.
    return await Promise.race([left, lines.question(question).catch(() => null)]);
  } finally {
    lines.close();
  }
}

/** Answers whether there is still somebody at the other end. */
async function forgetTypedAhead(input: PersonInput): Promise<boolean> {
  let isOpen = true;
  const left = () => void (isOpen = false);
  input.once('end', left).resume();
  await sleep(TYPED_AHEAD_MS);
  input.off('end', left).pause();
  return isOpen;
}

/**
 * Who starts, answers or stops something: whom `--as` names, otherwise who is at this terminal, as the machine knows
 * them. @throws UsageError when that is nobody: what stands in a record has a name
 */
export function whoSays(
  as: string | undefined,
  environment: NodeJS.ProcessEnv,
  account: () => string = () => userInfo().username,
): string {
  if (as !== undefined) return words('--as', as);
  const own = environment['USER']?.trim() || nameOf(account);
  if (own === '')
    throw new UsageError(
      'who says so is not known here, since this account has no name; give one with --as NAME',
    );
  return words('the name of the account', own);
}

/** A uid without an entry among the accounts has none. */
function nameOf(account: () => string): string {
  try {
    return account();
  } catch {
    return '';
  }
}
