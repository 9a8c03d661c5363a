import { MusterFailure } from '../../domain/failure.ts';

/** What an error saw, in few words. */
export function wordsOf(error: unknown): string {
  if (error instanceof MusterFailure) return error.seen;
  return error instanceof Error ? error.message : String(error);
}
