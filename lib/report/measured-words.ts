import type { FailoverJudgement } from '../domain/run/failover-judgement.ts';
import { durationWords } from '../domain/judge/duration-words.ts';

type Bounds = Pick<NonNullable<FailoverJudgement['rto']>, 'lowSeconds' | 'highSeconds'>;

/** A measurement with its error: the middle of the interval, half its width, and the worst that it allows. */
export function measuredWords({ lowSeconds, highSeconds }: Bounds): string {
  const middle = durationWords((lowSeconds + highSeconds) / 2);
  const error = durationWords((highSeconds - lowSeconds) / 2);
  return `${middle} ± ${error}, at most ${durationWords(highSeconds)}`;
}

/** A loss as counted by heartbeats. */
export interface CountedLoss {
  readonly lost: number;
  readonly intervalSeconds: number;
}

/**
 * Nothing lost is no zero: whatever was written after the newest heartbeat that was kept may be gone. That is one
 * interval, and for how long after it the disruption may have been.
 */
function lossWords(bounds: Bounds, { lost, intervalSeconds }: CountedLoss): string {
  if (lost > 0) return measuredWords(bounds);
  const interval = `less than one interval (${durationWords(intervalSeconds)})`;
  const beyond = bounds.highSeconds - intervalSeconds;
  // Less than a microsecond is rounding.
  return beyond < 1e-6 ? interval : `${interval} plus ${durationWords(beyond)} of doubt about the moment`;
}

/** A whole loss in words of `rpo`. */
export function rpoWords(rpo: NonNullable<FailoverJudgement['rpo']>): string {
  return lossWords(rpo, { lost: rpo.heartbeats.lost, intervalSeconds: rpo.intervalSeconds });
}
