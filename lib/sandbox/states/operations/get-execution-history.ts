import * as z from 'zod';
import { isRecord } from '../asl/is-record.ts';
import type { HistoryEvent } from '../executions/execution-record.ts';
import { parseInput } from '../../wire/parse-input.ts';
import { findExecution, type Operation, wireTimestamp } from './operation.ts';
import { pageFields, pageOf } from './page.ts';

const Input = z.strictObject({
  executionArn: z.string(),
  reverseOrder: z.boolean().default(false),
  includeExecutionData: z.boolean().default(true),
  ...pageFields,
});

/** Events in their order, or the newest first. */
export const getExecutionHistory: Operation = (world, { region, input }) => {
  const request = parseInput(Input, input);
  const events = findExecution(world, region, request.executionArn).events();
  const ordered = request.reverseOrder ? events.toReversed() : events;
  const subject = `${request.executionArn} ${request.reverseOrder}`;
  const { items, more } = pageOf(ordered, subject, request);
  return { events: items.map((event) => renderEvent(event, request.includeExecutionData)), ...more };
};

const DATA_FIELDS = ['input', 'inputDetails', 'output', 'outputDetails'];

function renderEvent(
  { id, previousEventId, type, timestamp, details }: HistoryEvent,
  data: boolean,
): unknown {
  const shown = data ? details : withoutData(details);
  return { timestamp: wireTimestamp(timestamp), type, id, previousEventId, ...shown };
}

/** The details stay, without their data: as on AWS. */
function withoutData(details: HistoryEvent['details']): Record<string, unknown> {
  const entries = Object.entries(details).map(([field, detail]) => {
    if (!isRecord(detail)) return [field, detail] as const;
    return [
      field,
      Object.fromEntries(Object.entries(detail).filter(([key]) => !DATA_FIELDS.includes(key))),
    ] as const;
  });
  return Object.fromEntries(entries);
}
