import { hasReached } from '../domain/content/lsn.ts';
import { checkDeadline, type Comparison } from './comparison.ts';

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 250;

/**
 * Waits until the replica has replayed a position.
 * @throws Error naming both positions when the comparison's time is over first.
 */
export async function awaitReplay(comparison: Comparison, lsn: string): Promise<void> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
    const replayed = await comparison.replica.position();
    if (hasReached(replayed, lsn)) return;
    try {
      checkDeadline(comparison);
    } catch (cause) {
      throw new Error(`the replica had replayed ${replayed} and not ${lsn} when its time was over`, {
        cause,
      });
    }
    await comparison.clock.sleep(pauseMs);
  }
}
