import type { Judgement } from '../domain/run/judgement.ts';
import { durationWords } from '../domain/judge/duration-words.ts';

type Bounds = Pick<NonNullable<Judgement['rto']>, 'lowSeconds' | 'highSeconds'>;

/** A measurement with its error: the middle of the interval, half its width, and the worst that it allows. */
export function measuredWords({ lowSeconds, highSeconds }: Bounds): string {
  const middle = durationWords((lowSeconds + highSeconds) / 2);
  const error = durationWords((highSeconds - lowSeconds) / 2);
  return `${middle} ± ${error}, at most ${durationWords(highSeconds)}`;
}

/** Nothing lost is no zero: whatever was written between two heartbeats may be gone. */
export function lossWords(rpo: NonNullable<Judgement['rpo']>): string {
  if (rpo.heartbeats.lost > 0) return measuredWords(rpo);
  const interval = durationWords(rpo.intervalSeconds);
  return rpo.highSeconds > rpo.intervalSeconds
    ? `less than ${durationWords(rpo.highSeconds)} (one interval is ${interval})`
    : `less than one interval (${interval})`;
}
