import type { PassState } from '../definition.ts';
import {
  currentCursor,
  follow,
  leave,
  type Outcome,
  type StateContext,
  templateFor,
} from '../state-context.ts';

/** Passes its input on, or what Output makes of it. */
export async function runPass(context: StateContext<PassState>): Promise<Outcome> {
  const { state, scope } = context;
  const left = await leave(templateFor(context), state, { fallback: currentCursor(scope).input, prefix: '' });
  return { next: follow(state), ...left };
}
