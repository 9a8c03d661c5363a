/**
 * The greatest of any number of numbers, and no less than `atLeast`. Samples of a run come by hundreds of thousands: spread
 * into Math.max they are more arguments than a call may have, and the run could not be judged at all.
 */
export function greatest(numbers: readonly number[], atLeast: number): number {
  return numbers.reduce((most, one) => Math.max(most, one), atLeast);
}
