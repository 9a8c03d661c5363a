import type { Catcher, Retrier } from './fields.ts';
import type { ExecutionScope } from './execution-scope.ts';
import { matchesError } from './match-error.ts';
import { currentCursor, leave, type Outcome, type StateContext, templateFor } from './state-context.ts';
import { explainFailure, StateFailure } from './state-failure.ts';

/** What Retry and Catch need of a state. */
export interface Handlers {
  readonly Retry: readonly Retrier[];
  readonly Catch: readonly Catcher[];
}

/** Runs attempts until one succeeds, Retry is used up, or a catcher takes the failure. */
export async function withErrorHandling(
  context: StateContext,
  handlers: Handlers,
  attempt: () => Promise<Outcome>,
): Promise<Outcome> {
  const { scope } = context;
  for (;;) {
    const { phase } = currentCursor(scope);
    if (phase.kind === 'backoff') {
      await scope.clock.sleepUntil(phase.until, scope.signal);
      scope.commit({ phase: { kind: 'entered' } });
    }
    try {
      return await attempt();
    } catch (thrown) {
      if (!(thrown instanceof StateFailure)) throw thrown;
      const failure = recordEvaluationFailure(context, thrown);
      if (retry(scope, handlers.Retry, failure)) continue;
      recordStateFailed(context);
      return catchFailure(context, handlers.Catch, failure);
    }
  }
}

/** The failure with its full cause; one of an expression gets its event. */
export function recordEvaluationFailure(
  { name, state, scope }: StateContext,
  failure: StateFailure,
): StateFailure {
  const explained = explainFailure(failure, name, currentCursor(scope).enteredEventId);
  const { location } = failure.options;
  if (location === undefined || failure.options.explained) return explained;
  const details = { error: explained.error, cause: explained.causeText, state: name };
  scope.record(
    'EvaluationFailed',
    { evaluationFailedEventDetails: location === null ? details : { ...details, location } },
    state.Type === 'Wait' ? 'next' : 'origin',
  );
  return explained;
}

/** The failure of a Parallel or Map state has an event of its own once no retrier takes it, also if a catcher does. */
function recordStateFailed({ state, scope }: StateContext): void {
  if (state.Type === 'Parallel' || state.Type === 'Map') scope.record(`${state.Type}StateFailed`);
}

/** Schedules another attempt if the first matching retrier has one left. Each retrier counts for itself. */
function retry(scope: ExecutionScope, retriers: readonly Retrier[], failure: StateFailure): boolean {
  const index = retriers.findIndex((retrier) => matchesError(retrier.ErrorEquals, failure));
  const retrier = retriers[index];
  if (!retrier) return false;
  const { retryCounts, retryCount } = currentCursor(scope);
  const used = retryCounts[index] ?? 0;
  if (used >= retrier.MaxAttempts) return false;
  const counts = retriers.map((_, place) => (retryCounts[place] ?? 0) + (place === index ? 1 : 0));
  const until = scope.clock.now() + Math.round(delaySeconds(retrier, used, scope.random()) * 1e6);
  scope.commit({ phase: { kind: 'backoff', until }, retryCounts: counts, retryCount: retryCount + 1 });
  return true;
}

/** FULL jitter draws between zero and the computed delay; MaxDelaySeconds caps it before. */
function delaySeconds(retrier: Retrier, used: number, chance: number): number {
  const grown = retrier.IntervalSeconds * retrier.BackoffRate ** used;
  const capped = Math.min(grown, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return retrier.JitterStrategy === 'FULL' ? capped * chance : capped;
}

async function catchFailure(
  context: StateContext,
  catchers: readonly Catcher[],
  failure: StateFailure,
): Promise<Outcome> {
  const index = catchers.findIndex((catcher) => matchesError(catcher.ErrorEquals, failure));
  const catcher = catchers[index];
  if (!catcher) throw failure;
  // AWS gives an empty cause for what has none, such as a time-out.
  const errorOutput = { Error: failure.error, Cause: failure.causeText ?? '' };
  const template = templateFor(context, { errorOutput });
  return {
    next: catcher.Next,
    ...(await leave(template, catcher, { fallback: errorOutput, prefix: `Catch[${index}]/` })),
  };
}
