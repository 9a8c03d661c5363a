/** What is done again and again until a run has ended; each call may fail, and is made again then. */
export interface Insisting {
  /** Puts the wish on the run's lock; false when the run does not hold it (yet, or any more). */
  readonly wish: () => Promise<boolean>;
  /** Gives the wish as an answer to what the run asks people now. */
  readonly answer: () => Promise<void>;
  readonly say: (words: string) => void;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const EVERY_MS = 500;

/**
 * Wishes that a run ends until it holds: a run that has not taken its lock yet has nothing that the wish could stand on,
 * and one that was about to ask people asks them all the same. Answers whether it held, once it is stopped.
 */
export async function insist(
  { wish, answer, say, sleep }: Insisting,
  { held: before, signal }: { readonly held: boolean; readonly signal: AbortSignal },
): Promise<boolean> {
  let held = before;
  if (!held) say('it holds no lock yet: the wish is repeated until it does, or until the run has ended');
  while (!signal.aborted) {
    await sleep(EVERY_MS, signal);
    if (signal.aborted) break;
    // What does not answer now is asked half a second later.
    if (!held && (held = await wish().catch(() => false))) say('it holds its lock now, and has been told');
    await answer().catch(() => undefined);
  }
  return held;
}
