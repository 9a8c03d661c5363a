import { makeEpochClock } from '../epoch-clock.ts';

const epochMicros = makeEpochClock();

/** UTC now, with microseconds, in ISO 8601: how the sandbox writes instants down. */
export function instantText(): string {
  const micros = epochMicros();
  const seconds = new Date(Math.floor(micros / 1e6) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(micros % 1e6).padStart(6, '0')}Z`;
}
