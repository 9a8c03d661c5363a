import type { FailState } from '../definition.ts';
import { type StateContext, templateFor } from '../state-context.ts';
import { StateFailure } from '../state-failure.ts';

/** Ends the execution with the state's Error and Cause. */
export async function runFail(context: StateContext<FailState>): Promise<never> {
  const { Error: error, Cause: cause } = context.state;
  const template = templateFor(context);
  const errorText = error === undefined ? '' : await template.string({ template: error, location: 'Error' });
  const causeText =
    cause === undefined ? null : await template.string({ template: cause, location: 'Cause' });
  throw new StateFailure(errorText, causeText, { explained: true });
}
