import type { SucceedState } from '../definition.ts';
import { currentCursor, leave, type Outcome, type StateContext, templateFor } from '../state-context.ts';

/** Ends the sequence with its input, or what Output makes of it. */
export async function runSucceed(context: StateContext<SucceedState>): Promise<Outcome> {
  const { state, scope } = context;
  const left = await leave(templateFor(context), state, { fallback: currentCursor(scope).input, prefix: '' });
  return { next: null, ...left };
}
