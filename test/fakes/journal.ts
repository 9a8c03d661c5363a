import { setImmediate as nextTurn } from 'node:timers/promises';

/** What was asked of the fakes, in the order in which they had done it. */
export type Journal = string[];

/** Notes a call after a turn of the loop: whoever does not wait for it is seen to go on before it. */
export async function noted(journal: Journal, line: string): Promise<void> {
  await nextTurn();
  journal.push(line);
}
