import { setTimeout as sleep } from 'node:timers/promises';

export interface Polling {
  readonly everyMs: number;
  readonly deadlineMs: number;
}

/** Asks until the answer is not undefined; undefined when the deadline passes first. */
export async function poll<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  polling: Polling,
): Promise<T | undefined> {
  const giveUpAt = performance.now() + polling.deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined || performance.now() >= giveUpAt) return answer;
    await sleep(polling.everyMs);
  }
}
