/** A mistake of the caller: nothing was started or changed. The message names the place, the cause and the remedy. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
