import type { Instant } from '../../lib/domain/instant.ts';
import type { HistoryEvent } from '../../lib/domain/record/history-event.ts';
import { NOON } from './manual-clock.ts';

/** How a state ended: "ok", nothing yet, or the failure of its last try. */
export type Ended = 'ok' | 'open' | { readonly error: string; readonly cause: string };

/** A history as Step Functions tells it: a second a state, a choice where its name ends in "?", and the end of the execution where one is given. */
export function runHistory(
  states: readonly (string | readonly [state: string, ended: Ended])[],
  { startedAt = NOON, end = null }: { readonly startedAt?: Instant; readonly end?: string | null } = {},
): HistoryEvent[] {
  const events: HistoryEvent[] = [];
  const add = (event: Partial<HistoryEvent> & Pick<HistoryEvent, 'type' | 'at'>) =>
    events.push({ id: events.length + 1, state: null, error: null, cause: null, ...event });
  add({ type: 'ExecutionStarted', at: startedAt });
  for (const [index, named] of states.entries()) {
    const [state, ended] = typeof named === 'string' ? ([named, 'ok'] as const) : named;
    const at = startedAt + index * 1e6;
    if (state.endsWith('?')) {
      add({ type: 'ChoiceStateEntered', at, state: state.slice(0, -1) });
      continue;
    }
    add({ type: 'TaskStateEntered', at, state });
    if (ended === 'open') continue;
    if (ended === 'ok') add({ type: 'TaskSucceeded', at });
    else add({ type: 'TaskFailed', at, ...ended });
    add({ type: 'TaskStateExited', at, state });
  }
  if (end !== null) add({ type: end, at: startedAt + states.length * 1e6 });
  return events;
}

/** The states of a failover that goes its whole way. */
export const WHOLE_WAY = [
  'Begin',
  'AcquireLock',
  'StartHerald',
  'PreFlight',
  'InjectDisruption',
  'AwaitDetection',
  'DeclareFailover',
  'StopBackgroundJobs',
  'FenceOldPrimary',
  'FenceProven?',
  'PromoteReplica',
  'ProvePromotion',
  'SwitchTraffic',
  'VerifyServices',
  'Hold',
  'ReturnRegion',
  'JudgeRun',
  'ReleaseLock',
  'Ended?',
] as const;
