import type { RunInput } from '../run/run-input.ts';
import type { StartLeaf } from './log-leaf.ts';

/**
 * What a run says before it starts that it will be judged against, as far as its kind has it: recovery objectives, those
 * of each service, how far databases may lie apart, how long it has to hold, and when an outage counts as one.
 */
export function loggedObjectives(input: RunInput): StartLeaf['objectives'] {
  if (input.kind === 'backup') return { maxSizeDeviationPercent: input.maxSizeDeviationPercent };
  const { objectives } = input;
  if (input.kind === 'restore' || input.kind === 'replication-check') return { objectives };
  const services = input.services.map(({ name, required, rtoSeconds, rpoSeconds }) => ({
    name,
    required,
    rtoSeconds,
    rpoSeconds,
  }));
  const { consistencyGroups, holdSeconds, detect } = input;
  return { objectives, services, consistencyGroups, holdSeconds, detect };
}
