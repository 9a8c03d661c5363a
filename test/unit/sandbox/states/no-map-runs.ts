import type { ObjectPort } from '../../../../lib/sandbox/states/asl/distributed/object-port.ts';
import { makeMapRuns } from '../../../../lib/sandbox/states/map-runs/map-runs.ts';
import { makeMemoryJournals } from './memory-journals.ts';

function unexpected(): never {
  throw new Error('this workflow has no Map in distributed mode');
}

/** For workflows that start no Map Run and touch no object. */
export const NO_MAP_RUNS = makeMapRuns(makeMemoryJournals([]), {
  clock: { now: unexpected, sleepUntil: unexpected },
  get: unexpected,
  start: unexpected,
});

export const NO_OBJECTS: ObjectPort = { get: unexpected, list: unexpected, put: unexpected };
