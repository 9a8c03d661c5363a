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
  return rpo.heartbeats.lost === 0
    ? `less than one interval (${durationWords(rpo.intervalSeconds)})`
    : measuredWords(rpo);
}
