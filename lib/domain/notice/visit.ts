import type { Instant } from '../instant.ts';
import type { HistoryEvent } from '../record/history-event.ts';

/** One stay of a run in a state: from its entry to the entry of the next one. */
export interface Visit {
  readonly state: string;
  /** A choice does nothing of its own. */
  readonly choice: boolean;
  /** Of its entry. */
  readonly id: number;
  readonly at: Instant;
  /** succeeded: its task gave a result. failed: its last try did not; while it is the last visit, it may be retried. */
  readonly outcome: 'succeeded' | 'failed' | 'open';
  /** Of the event that showed how it ended. */
  readonly endedAt: Instant;
  readonly error: string | null;
  readonly cause: string | null;
}

const SUCCEEDED = new Set(['TaskSucceeded', 'LambdaFunctionSucceeded']);
const FAILED = new Set([
  'TaskFailed',
  'TaskTimedOut',
  'TaskStartFailed',
  'TaskSubmitFailed',
  'LambdaFunctionFailed',
  'LambdaFunctionTimedOut',
  'EvaluationFailed',
]);

/** The states that a run was in, one after the other, and how each ended. */
export function visitsOf(events: readonly HistoryEvent[]): readonly Visit[] {
  const visits: Visit[] = [];
  for (const event of events) {
    const { type, id, at, state } = event;
    if (type.endsWith('StateEntered') && state !== null)
      visits.push({
        state,
        choice: type.startsWith('Choice'),
        id,
        at,
        outcome: 'open',
        endedAt: at,
        error: null,
        cause: null,
      });
    const last = visits.at(-1);
    const told = last && outcomeIn(event);
    if (told) visits[visits.length - 1] = { ...last, ...told, endedAt: at };
  }
  return visits;
}

function outcomeIn({ type, error, cause }: HistoryEvent): Pick<Visit, 'outcome' | 'error' | 'cause'> | null {
  if (SUCCEEDED.has(type)) return { outcome: 'succeeded', error: null, cause: null };
  if (!FAILED.has(type)) return null;
  return { outcome: 'failed', error: error ?? (type.endsWith('TimedOut') ? 'States.Timeout' : type), cause };
}
