/**
 * Looks something up as a client's resolver does: an answer is kept for its time to live, and given again unchanged
 * until that has passed since it was looked up. With a time to live of 0 nothing is kept.
 */
export function keepAnswer<T>(
  lookUp: () => T,
  ttlMs: number,
  now: () => number = () => performance.now(),
): () => T {
  let kept: { readonly answer: T; readonly until: number } | undefined;
  return () => {
    const at = now();
    if (!kept || at >= kept.until) kept = { answer: lookUp(), until: at + ttlMs };
    return kept.answer;
  };
}
