const STARTING = new Set(['pending', 'initiating']);
const ENDED = new Set(['stopped', 'completed', 'failed', 'cancelled']);

/** States of an experiment in which its fault is not in force yet (docs.aws.amazon.com/fis, experiment states). */
export function isStarting(state: string): boolean {
  return STARTING.has(state);
}

/** States that an experiment never leaves. A failed one may have left its fault behind. */
export function hasEnded(state: string): boolean {
  return ENDED.has(state);
}
