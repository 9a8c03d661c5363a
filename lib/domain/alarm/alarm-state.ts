import * as z from 'zod';
import { formatInstant } from '../instant.ts';
import { instantText } from '../stored.ts';
import type { Verdict } from '../run/judgement-parts.ts';
import type { Observation } from './observations.ts';

/** In the words of CloudWatch. */
export const AlarmValue = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']);

/** What the newest observation was. no-check: there has been none. */
export const AlarmCause = z.enum([
  'within-objective',
  'above-objective',
  'proved-nothing',
  'did-not-run',
  'no-check',
]);

export const AlarmState = z.object({
  value: AlarmValue,
  cause: AlarmCause,
  reason: z.string(),
  /** Since when value and cause are these; null before the first observation. */
  since: instantText.nullable(),
});

export type AlarmState = z.infer<typeof AlarmState>;

export const NO_CHECK: AlarmState = {
  value: 'INSUFFICIENT_DATA',
  cause: 'no-check',
  reason: 'no check has left a result yet',
  since: null,
};

const CAUSES: Readonly<Record<Verdict, AlarmState['cause']>> = {
  met: 'within-objective',
  missed: 'above-objective',
  inconclusive: 'proved-nothing',
};

/**
 * The alarm after one more observation. A missed objective raises it, and so does a check that did not run; only a check
 * that proves the objective kept takes it back. A check that proves nothing leaves an alarm standing, and is
 * insufficient data otherwise: it never looks like a good one.
 */
export function nextState(before: AlarmState, observation: Observation): AlarmState {
  const cause = causeOf(observation);
  const value = valueOf(before, cause);
  const isSame = value === before.value && cause === before.cause;
  const since = isSame ? before.since : formatInstant(observation.at);
  return { value, cause, reason: reasonOf(observation), since };
}

function causeOf(observation: Observation): AlarmState['cause'] {
  return observation.what === 'absence' ? 'did-not-run' : CAUSES[observation.check.verdict];
}

function valueOf(before: AlarmState, cause: AlarmState['cause']): AlarmState['value'] {
  if (cause === 'within-objective') return 'OK';
  return cause === 'proved-nothing' && before.value !== 'ALARM' ? 'INSUFFICIENT_DATA' : 'ALARM';
}

function reasonOf(observation: Observation): string {
  if (observation.what === 'result') return observation.check.reason;
  const [dueAt, at] = [observation.dueAt, observation.at].map(minuteWords);
  return `the check that was due at ${dueAt} left no result by ${at}, when the next was due`;
}

/** Schedules are as fine as minutes. */
function minuteWords(instant: Observation['at']): string {
  return `${formatInstant(instant).slice(0, 16).replace('T', ' ')} UTC`;
}
