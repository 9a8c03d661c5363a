import { createHash } from 'node:crypto';
import type { StartedRun } from '../cursor.ts';
import type { MapState } from '../definition.ts';
import { withErrorHandling } from '../error-handling.ts';
import {
  currentCursor,
  leaveWithResult,
  type Outcome,
  type StateContext,
  templateFor,
} from '../state-context.ts';
import { StateFailure } from '../state-failure.ts';
import { childInputs } from './child-inputs.ts';
import { itemsOf } from './items-of.ts';
import { settingsOf } from './tolerance.ts';
import { mapResult } from './map-result.ts';

type MapContext = StateContext<MapState>;

/** Runs a child workflow execution for every item, or batch of items. */
export function runDistributedMap(context: MapContext): Promise<Outcome> {
  return withErrorHandling(context, context.state, () => attempt(context));
}

async function attempt(context: MapContext): Promise<Outcome> {
  const { state, scope } = context;
  const run = followRedrive(context) ?? (await start(context));
  const { arn, settings } = run;
  scope.mapRuns.open({ arn, settings, label: labelOf(context), definition: definitionOf(state) });
  const result = await runToEnd(context, run);
  scope.record('MapRunSucceeded', {}, 'aside');
  scope.record('MapStateSucceeded', {}, 'after');
  return leaveWithResult(context, result);
}

/** All that is evaluated of the state itself is evaluated before its run is started. */
async function start(context: MapContext): Promise<StartedRun> {
  const { state, scope } = context;
  const template = templateFor(context);
  const items = state.ItemReader ? null : await itemsOf(context, template);
  const settings = await settingsOf(state, template);
  const arn = scope.mapRuns.newArn(labelOf(context));
  const run: StartedRun = { arn, settings, items, redriveOf: null };
  // As recorded on AWS: what an ItemReader is going to read counts as none.
  scope.record('MapStateStarted', { mapStateStartedEventDetails: { length: items?.length ?? 0 } });
  scope.record('MapRunStarted', { mapRunStartedEventDetails: { mapRunArn: arn } });
  scope.commit({ phase: { kind: 'mapRun', run } });
  return run;
}

/** The run that the journal knows, made to go on if its execution was; null when there is none, or one without children. */
function followRedrive({ scope }: MapContext): StartedRun | null {
  const { phase } = currentCursor(scope);
  if (phase.kind !== 'mapRun') return null;
  const { run } = phase;
  if (run.redriveOf === null) return run;
  if (!scope.mapRuns.filled(run.arn)) return null;
  const redriveCount = scope.mapRuns.redrive(run.arn, run.redriveOf);
  if (redriveCount !== null) {
    const details = { mapRunArn: run.arn, redriveCount };
    scope.record('MapRunRedriven', { mapRunRedrivenEventDetails: details });
  }
  const followed = { ...run, redriveOf: null };
  scope.commit({ phase: { kind: 'mapRun', run: followed } });
  return followed;
}

async function runToEnd(context: MapContext, run: StartedRun): Promise<unknown> {
  const { mapRuns, record, signal } = context.scope;
  try {
    if (!mapRuns.filled(run.arn)) mapRuns.fill(run.arn, await childInputs(context, run.items));
    const outcome = await mapRuns.run(run.arn, signal);
    const result = await mapResult(context, run.arn);
    if (outcome === 'exceeded') throw thresholdExceeded();
    mapRuns.end(run.arn, 'SUCCEEDED');
    return result;
  } catch (thrown) {
    if (!(thrown instanceof StateFailure) || signal.aborted) throw thrown;
    mapRuns.end(run.arn, 'FAILED');
    const details = { error: thrown.error, cause: thrown.causeText ?? '' };
    record('MapRunFailed', { mapRunFailedEventDetails: details });
    throw thrown;
  }
}

/** Recorded on AWS, through TestState. */
function thresholdExceeded(): StateFailure {
  const cause = 'The specified tolerated failure threshold was exceeded';
  return new StateFailure('States.ExceedToleratedFailureThreshold', cause, { explained: true });
}

/** Without a Label "Step Functions automatically generates a unique label", the same for each run of the state. */
function labelOf({ name, state }: MapContext): string {
  if (state.Label !== undefined) return state.Label;
  const digits = createHash('sha256').update(name).digest('hex');
  return digits.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The children's own machine: what follows the ProcessorConfig. */
function definitionOf({ ItemProcessor: { ProcessorConfig: _, ...sequence } }: MapState): string {
  return JSON.stringify({ QueryLanguage: 'JSONata', ...sequence });
}
