const STARTING = new Set(['pending', 'initiating']);
const ENDED = new Set(['stopped', 'completed', 'failed', 'cancelled']);

/** States of an experiment in which its fault is not in force yet (docs.aws.amazon.com/fis, experiment states). */
export function isStarting(state: string): boolean {
  return STARTING.has(state);
}

/**
 * States in which its fault is not in force and will not be, whatever a run waits for. `cancelled` is one that was started
 * while the region's safety lever was engaged, `stopped` one that was running then (FIS User Guide, safety levers).
 */
export function isGone(state: string): boolean {
  return state !== 'completed' && ENDED.has(state);
}

/** States that an experiment never leaves. A failed one may have left its fault behind. */
export function hasEnded(state: string): boolean {
  return ENDED.has(state);
}

/** States in which its fault stays in force until somebody or something ends it. */
export function isInForce(state: string): boolean {
  return state === 'running' || isStarting(state);
}
