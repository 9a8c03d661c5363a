import { type AlarmState, NO_CHECK, nextState } from './alarm-state.ts';
import { type Observation, observations, type SeriesSoFar } from './observations.ts';

/** That an alarm's value or its cause is another than before, and which observation made it so. */
export interface AlarmChange {
  readonly before: AlarmState;
  readonly after: AlarmState;
  readonly observation: Observation;
}

export interface AlarmHistory {
  readonly observations: readonly Observation[];
  readonly changes: readonly AlarmChange[];
  /** As of the last observation. */
  readonly state: AlarmState;
}

/**
 * The RPO alarm of a plan, derived from nothing but its series and the times at which checks were due: whoever has the
 * same of both comes to the same, and a longer series never changes what was derived from its beginning.
 */
export function alarmHistory(series: SeriesSoFar): AlarmHistory {
  const observed = observations(series);
  const changes: AlarmChange[] = [];
  let state = NO_CHECK;
  for (const observation of observed) {
    const after = nextState(state, observation);
    if (after.since !== state.since) changes.push({ before: state, after, observation });
    state = after;
  }
  return { observations: observed, changes, state };
}
