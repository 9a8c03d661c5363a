import { createInterface } from 'node:readline/promises';
import { userInfo } from 'node:os';

/** Where a person types; `isTTY` is true only for a terminal. */
export type PersonInput = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** One line that a person types; null when they leave, by the end of the input or by Ctrl-C. */
export async function typedLine(
  question: string,
  { input, output }: { readonly input: PersonInput; readonly output: NodeJS.WritableStream },
): Promise<string | null> {
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

/** Who is at this terminal, as the machine knows them. */
export function ownName(environment: NodeJS.ProcessEnv): string {
  const { USER: user } = environment;
  return user || nameOfAccount();
}

/** An account without an entry has no name: then whoever it is has to give one. */
function nameOfAccount(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
