import * as z from 'zod';
import { formatInstant } from '../instant.ts';
import { instantText, SCHEMA_VERSION, schemaVersion } from '../stored.ts';
import type { AlarmChange } from './alarm-history.ts';
import { AlarmState } from './alarm-state.ts';
import { CheckedRpo } from './checked-rpo.ts';

const { value, cause, reason } = AlarmState.shape;

/**
 * An event as EventBridge takes it, which adds `id`, `account` and `region`. docs/event.schema.json is made of this.
 * Source: EventBridge User Guide, "Event structure".
 */
export const AlarmEvent = z.object({
  schemaVersion,
  source: z.literal('muster'),
  'detail-type': z.literal('RPO Alarm State Change'),
  time: instantText.describe(
    'When the check ended, or when the next was due and there was no result of the last.',
  ),
  detail: z.object({
    plan: z.string().describe('Name of the recovery plan.'),
    state: z
      .object({
        value: value.describe(
          'OK: the last check proved the objective kept. ALARM: until one does so again.',
        ),
        cause: cause.describe('What the newest observation was.'),
        reason: reason.describe('For people.'),
      })
      .describe('After the change.'),
    previousState: z.object({ value, cause }).describe('Before it.'),
    check: CheckedRpo.omit({ schemaVersion: true, plan: true })
      .nullable()
      .describe('The check that changed it; null where one did not run.'),
    dueAt: instantText.nullable().describe('When the check was due that did not run; null where one ran.'),
  }),
});

export type AlarmEvent = z.infer<typeof AlarmEvent>;

/** What is told of a change. The same change gives the same event. */
export function alarmEvent(plan: string, { before, after, observation }: AlarmChange): AlarmEvent {
  const isResult = observation.what === 'result';
  return AlarmEvent.parse({
    schemaVersion: SCHEMA_VERSION,
    source: 'muster',
    'detail-type': 'RPO Alarm State Change',
    time: formatInstant(observation.at),
    detail: {
      plan,
      state: { value: after.value, cause: after.cause, reason: after.reason },
      previousState: { value: before.value, cause: before.cause },
      check: isResult ? observation.check : null,
      dueAt: isResult ? null : formatInstant(observation.dueAt),
    },
  } satisfies z.input<typeof AlarmEvent>);
}

/** `RPO alarm of orders: ALARM (was OK), above-objective: …` */
export function eventWords({ detail: { plan, state, previousState } }: AlarmEvent): string {
  const was = previousState.value === state.value ? 'still' : `was ${previousState.value}`;
  return `RPO alarm of ${plan}: ${state.value} (${was}), ${state.cause}: ${state.reason}`;
}

/** The event's shape as JSON Schema (2020-12), for whoever receives it. */
export function eventJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(AlarmEvent);
  return { $schema, title: 'Muster: an RPO alarm changed its state, version 1', ...schema };
}
