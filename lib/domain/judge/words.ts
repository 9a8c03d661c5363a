import { type Interval, toSeconds } from '../measurement/interval.ts';

/** Seconds as a reader wants them: milliseconds below a minute, whole seconds above. */
export function inWords(seconds: number): string {
  const digits = Math.abs(seconds) < 60 ? 3 : 0;
  return `${Number(seconds.toFixed(digits))} s`;
}

/** An interval of microseconds against an objective, as the reason of a verdict says it. */
export function againstInWords(interval: Interval, objectiveSeconds: number): string {
  const low = inWords(toSeconds(interval.low));
  const high = inWords(toSeconds(interval.high));
  return `${low} to ${high} (objective ${inWords(objectiveSeconds)})`;
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
