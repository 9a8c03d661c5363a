import type { Moment } from './moment.ts';
import type { RunSeen } from './run-seen.ts';
import type { Visit } from './visit.ts';

interface Ended extends Pick<RunSeen, 'events' | 'status' | 'failure'> {
  readonly visits: readonly Visit[];
}

/** The end of a run's execution. One that did not get as far as giving its locks back has died, whatever ended it. */
export function endMoment({
  visits,
  events,
  status,
  failure,
}: Ended): Omit<Moment, 'secondsSinceDeclared' | 'turn'> {
  const last = events.at(-1);
  const state = visits.at(-1)?.state ?? 'Begin';
  const event = { id: last?.id ?? 0, at: last?.at ?? 0, state, proven: null, wayBack: false };
  const released = visits.findLast((visit) => visit.state === 'ReleaseLock')?.outcome === 'succeeded';
  if (!released) return { ...event, what: 'died', error: status, cause: last?.cause ?? null };
  const { error = null, cause = null } = failure ?? {};
  return { ...event, what: error === 'RunAborted' ? 'aborted' : 'done', error, cause };
}
