import { RegionUnreachable } from '../../domain/failure.ts';
import type { FenceAttempt } from '../../domain/record/fence-outcomes.ts';
import type { Clock } from '../../ports/clock.ts';

/** How a rung stands at a moment. */
export type Standing = Pick<FenceAttempt, 'result' | 'detail'>;

/** Told as soon as a change was accepted, and whenever more of it was seen. */
export type Report = (standing: Standing) => void;

interface Trial {
  readonly rung: FenceAttempt['rung'];
  readonly deadlineMs: number;
  /** Resolves when the fence is proven by another rung: then a change that was accepted is not waited for. */
  readonly enough: Promise<void>;
}

/**
 * Tries one rung within its deadline. What has not ended by then is as it was last reported; without any answer it is
 * unreachable. Never throws: a rung that failed is one of several.
 */
export async function tryRung(
  clock: Clock,
  { rung, deadlineMs, enough }: Trial,
  work: (report: Report) => Promise<Standing>,
): Promise<FenceAttempt> {
  const start = clock.now();
  const answered = Promise.withResolvers<void>();
  let standing: Standing = {
    result: 'unreachable',
    detail: `no answer within ${deadlineMs / 1000} s`,
  };
  const report: Report = (seen) => {
    standing = seen;
    answered.resolve();
  };
  const ended = work(report).catch(failed).then(report);
  await Promise.race([ended, clock.sleep(deadlineMs), enough.then(() => answered.promise)]);
  return { rung, ...standing, seconds: (clock.now() - start) / 1e6 };
}

function failed(error: unknown): Standing {
  const detail = error instanceof Error ? error.message : String(error);
  return { result: error instanceof RegionUnreachable ? 'unreachable' : 'failed', detail };
}
