import { InvalidArgumentError } from 'commander';
import { durationSeconds } from '../duration-seconds.ts';

/** Takes one more fault of an option that may be repeated. */
export function collectFault(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** Seconds of a heartbeat's interval. @throws InvalidArgumentError */
export function interval(text: string): number {
  const seconds = durationSeconds(text);
  if (seconds === null) throw new InvalidArgumentError('expected 1ms to 60s, such as 20ms, 0.5s or PT0.02S.');
  return seconds;
}
