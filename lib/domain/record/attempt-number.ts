/**
 * How attempts are numbered (drills/failover): a state's retries count from 0 each time that it is entered, and so much is
 * added for each question that people were asked before, a hundred times so much for each redrive.
 */
const ENTERED_ANEW = 1_000;
const REDRIVEN = 100 * ENTERED_ANEW;

/** How often a state was tried again in all, by the numbers of its attempts that are on record. */
export function retriesOf(attempts: readonly number[]): number {
  const most = new Map<number, number>();
  for (const attempt of attempts) {
    const entrance = Math.floor(attempt / ENTERED_ANEW);
    most.set(entrance, Math.max(most.get(entrance) ?? 0, attempt % ENTERED_ANEW));
  }
  return [...most.values()].reduce((sum, retries) => sum + retries, 0);
}

/** The first number of an entrance that comes after all of these attempts. */
export function entranceAfter(attempts: readonly number[]): number {
  return (Math.floor(Math.max(0, ...attempts) / ENTERED_ANEW) + 1) * ENTERED_ANEW;
}

/** The first number of all entrances after so many redrives. */
export function redrivenAttempt(redrives: number): number {
  return redrives * REDRIVEN;
}

/** Whether the execution was redriven between two attempts of a state. */
export function wasRedrivenBetween(before: number, now: number): boolean {
  return Math.floor(now / REDRIVEN) > Math.floor(before / REDRIVEN);
}
