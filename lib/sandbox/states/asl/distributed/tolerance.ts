import type { MapState } from '../definition.ts';
import { queryError } from '../jsonata/evaluator.ts';
import type { Template } from '../jsonata/template.ts';
import type { MapRunSettings } from './map-run-port.ts';

/**
 * Whether a run has failed: "if you specify both values, the workflow fails when it exceeds either value"; with neither it
 * fails "if any one of its child workflow executions fails or times out"
 * (https://docs.aws.amazon.com/step-functions/latest/dg/maprun-fail-threshold.html).
 */
export function exceedsTolerance(
  { toleratedFailureCount: most, toleratedFailurePercentage: share }: MapRunSettings,
  { failed, total }: { readonly failed: number; readonly total: number },
): boolean {
  if (most === null && share === null) return failed > 0;
  if (most !== null && failed > most) return true;
  return share !== null && (failed / total) * 100 > share;
}

/** MaxConcurrency and the tolerances of a Map state. @throws StateFailure States.QueryEvaluationError */
export async function settingsOf(state: MapState, template: Template): Promise<MapRunSettings> {
  const read = async (
    location: 'MaxConcurrency' | 'ToleratedFailureCount' | 'ToleratedFailurePercentage',
    check: (value: number) => number,
  ): Promise<number | null> => {
    const field = state[location];
    return field === undefined ? null : check(await template.number({ template: field, location }));
  };
  return {
    maxConcurrency: (await read('MaxConcurrency', count('MaxConcurrency'))) ?? 0,
    toleratedFailureCount: await read('ToleratedFailureCount', count('ToleratedFailureCount')),
    toleratedFailurePercentage: await read('ToleratedFailurePercentage', percentage),
  };
}

function count(location: string): (value: number) => number {
  return (value) => {
    if (Number.isInteger(value) && value >= 0) return value;
    throw queryError(`The field '${location}' must be a non-negative integer, but was ${value}.`, location);
  };
}

function percentage(value: number): number {
  if (value >= 0 && value <= 100) return value;
  const location = 'ToleratedFailurePercentage';
  throw queryError(`The field '${location}' must be between 0 and 100, but was ${value}.`, location);
}
