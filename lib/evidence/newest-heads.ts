import type { TreeHead } from '../domain/log/checkpoint.ts';
import type { Clock } from '../ports/clock.ts';
import type { LogReader } from './read-log.ts';

/** Logs of other regions, and how long they are waited for. */
export interface OtherLogs {
  readonly logs: readonly Pick<LogReader, 'newest'>[];
  readonly clock: Pick<Clock, 'sleep'>;
  readonly limitMs: number;
}

/**
 * Newest tree heads of other regions' logs, for `AppendPorts.others`: what a checkpoint embeds, their own log cannot take
 * back unseen. A region that is lost answers nothing, and a log that is broken is its own region's trouble: neither holds
 * up an append here, and the checkpoint has no line of it. Never rejects.
 */
export async function newestHeads({ logs, clock, limitMs }: OtherLogs): Promise<readonly TreeHead[]> {
  const tooLate = clock.sleep(limitMs).then(() => null);
  const heads = await Promise.all(logs.map((log) => Promise.race([log.newest().catch(() => null), tooLate])));
  return heads.flatMap((entry) => {
    if (!entry) return [];
    const { origin, size, root } = entry.signed.checkpoint;
    return [{ origin, size, root }];
  });
}
