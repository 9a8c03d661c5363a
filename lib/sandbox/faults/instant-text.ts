import { makeEpochClock } from '../epoch-clock.ts';

/** UTC now, with microseconds, in ISO 8601: how the sandbox writes instants down. */
export type InstantText = () => string;

/** One for a whole sandbox: to find out how wall time lies to the monotonic clock may take some milliseconds. */
export function makeInstantText(): InstantText {
  const epochMicros = makeEpochClock();
  return () => {
    const micros = epochMicros();
    const seconds = new Date(Math.floor(micros / 1e6) * 1000).toISOString().slice(0, 19);
    return `${seconds}.${String(micros % 1e6).padStart(6, '0')}Z`;
  };
}
