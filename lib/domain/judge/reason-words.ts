import { durationWords } from './duration-words.ts';
import { type Interval, toSeconds } from '../measurement/interval.ts';

/** An interval of microseconds against an objective, as the reason of a verdict says it. */
export function againstInWords(interval: Interval, objectiveSeconds: number): string {
  const low = durationWords(toSeconds(interval.low));
  const high = durationWords(toSeconds(interval.high));
  return `${low === high ? low : `${low} to ${high}`} (objective ${durationWords(objectiveSeconds)})`;
}

/** The first few of a list; a reason has to stay readable when everything is wrong. */
export function firstOf(sentences: readonly string[], most = 3): string {
  const rest = sentences.length - most;
  return [...sentences.slice(0, most), ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
}

/** "1 heartbeat", "2 heartbeats". */
export function count(many: number, noun: string): string {
  return `${many} ${noun}${many === 1 ? '' : 's'}`;
}
