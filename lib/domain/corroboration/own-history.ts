import { DateTime } from 'luxon';
import * as z from 'zod';
import { parsedJson } from '../canonical-json.ts';

/** One event of an execution, as Step Functions tells it to whoever asks. */
export interface OwnEvent {
  readonly id: number;
  readonly type: string;
  /** The state that was entered or left. */
  readonly state: string | null;
  /** In whole milliseconds since 1970, as the engine counts. */
  readonly atMs: number;
}

/** An execution's history, its events in their order. */
export type OwnHistory = readonly OwnEvent[];

/** Version 2 of the AWS CLI prints ISO 8601, version 1 and `cli_timestamp_format = none` seconds since 1970. */
const Timestamp = z.union([
  z.iso.datetime({ offset: true, local: false }).transform((text) => DateTime.fromISO(text).toMillis()),
  z.number().transform((seconds) => Math.round(seconds * 1000)),
]);

const Details = z.object({ name: z.string() }).optional();

/** What `aws stepfunctions get-execution-history --output json` prints (API reference, GetExecutionHistory). */
const Told = z.object({
  events: z.array(
    z.object({
      id: z.int().positive(),
      type: z.string(),
      timestamp: Timestamp,
      stateEnteredEventDetails: Details,
      stateExitedEventDetails: Details,
    }),
  ),
});

/** Null for a text that is no answer of GetExecutionHistory. */
export function parseOwnHistory(text: string): OwnHistory | null {
  const { data } = Told.safeParse(parsedJson(text));
  if (!data) return null;
  return data.events
    .map(({ id, type, timestamp, stateEnteredEventDetails: entered, stateExitedEventDetails: exited }) => ({
      id,
      type,
      state: entered?.name ?? exited?.name ?? null,
      atMs: timestamp,
    }))
    .toSorted((a, b) => a.id - b.id);
}
