import { MusterFailure } from '../failure.ts';

/** Why something failed, short enough for a line of a screen. */
export function reasonOf(error: unknown): string {
  if (error instanceof MusterFailure) return `${error.subject}: ${error.seen}`;
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? message;
}
