import type { Instant } from '../clock.ts';
import type { WaitState } from '../definition.ts';
import { queryError } from '../jsonata/evaluator.ts';
import type { Template } from '../jsonata/template.ts';
import {
  currentCursor,
  follow,
  leave,
  type Outcome,
  type StateContext,
  templateFor,
} from '../state-context.ts';

const MAX_SECONDS = 99_999_999;

/** Waits until its deadline, which stays what it was when the interpreter is restarted. */
export async function runWait(context: StateContext<WaitState>): Promise<Outcome> {
  const { state, scope } = context;
  const template = templateFor(context);
  const { phase } = currentCursor(scope);
  const until = phase.kind === 'waiting' ? phase.until : await deadline(context, template);
  if (phase.kind !== 'waiting') scope.commit({ phase: { kind: 'waiting', until } });
  await scope.clock.sleepUntil(until, scope.signal);
  const left = await leave(templateFor(context), state, { fallback: currentCursor(scope).input, prefix: '' });
  return { next: follow(state), ...left };
}

async function deadline({ state, scope }: StateContext<WaitState>, template: Template): Promise<Instant> {
  if (state.Timestamp !== undefined) return timestamp(state.Timestamp, template);
  const seconds = await template.number({ template: state.Seconds, location: 'Seconds' });
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > MAX_SECONDS) {
    throw queryError(
      `The field 'Seconds' must be an integer between 0 and ${MAX_SECONDS}, but was ${seconds}.`,
      'Seconds',
    );
  }
  return currentCursor(scope).enteredAt + seconds * 1e6;
}

/** AWS takes ISO 8601 with an upper-case T and Z only. */
async function timestamp(field: string, template: Template): Promise<Instant> {
  const text = await template.string({ template: field, location: 'Timestamp' });
  const millis = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(millis)) {
    throw queryError(
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
      'Timestamp',
    );
  }
  return millis * 1000;
}
