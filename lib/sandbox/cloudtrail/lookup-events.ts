import * as z from 'zod';
import { AwsError } from '../wire/aws-error.ts';
import { parseInput } from '../wire/parse-input.ts';
import type { TrailEvent } from './call-trail.ts';

const MOST_RESULTS = 50;

const Input = z.strictObject({
  LookupAttributes: z
    .array(z.strictObject({ AttributeKey: z.string(), AttributeValue: z.string() }))
    .default([]),
  /** Seconds since 1970. */
  StartTime: z.number().default(0),
  EndTime: z.number().default(Number.MAX_SAFE_INTEGER),
  MaxResults: z.number().default(MOST_RESULTS),
  NextToken: z.string().optional(),
});

type Input = z.infer<typeof Input>;
type Wanted = (event: TrailEvent, value: string) => boolean;

/** Attributes by which events are found here; CloudTrail has more. */
const ATTRIBUTES: ReadonlyMap<string, Wanted> = new Map<string, Wanted>(
  Object.entries({
    AccessKeyId: ({ accessKeyId }, value) => accessKeyId === value,
    EventId: ({ id }, value) => id === value,
    EventName: ({ call }, value) => call.eventName === value,
    EventSource: ({ call }, value) => call.eventSource === value,
    ReadOnly: (_, value) => value === 'false',
    ResourceName: ({ call }, value) => call.resources.some(({ ResourceName }) => ResourceName === value),
    Username: ({ username }, value) => username === value,
  } satisfies Record<string, Wanted>),
);

/** Events of one region, the newest first, in pages of 50 (API reference, LookupEvents). */
export function lookupEvents(events: readonly TrailEvent[], input: unknown): object {
  const asked = parseInput(Input, input);
  const wanted = wantedBy(asked.LookupAttributes);
  mustBeInRange(asked);
  const below = placeIn(asked.NextToken);
  const found = events
    .filter(({ number }) => number < below)
    .filter(({ epochSeconds }) => epochSeconds >= asked.StartTime && epochSeconds <= asked.EndTime)
    .filter(wanted)
    .toReversed();
  const page = found.slice(0, asked.MaxResults);
  const last = page.at(-1);
  const isWhole = found.length <= page.length || !last;
  return { Events: page.map(rendered), ...(isWhole ? {} : { NextToken: `below-${last.number}` }) };
}

function wantedBy(attributes: Input['LookupAttributes']): (event: TrailEvent) => boolean {
  const [attribute, ...more] = attributes;
  if (!attribute) return () => true;
  const matches = ATTRIBUTES.get(attribute.AttributeKey);
  if (matches && more.length === 0) return (event) => matches(event, attribute.AttributeValue);
  throw new AwsError('InvalidLookupAttributesException', 'You have specified invalid lookup attributes.');
}

function mustBeInRange({ StartTime, EndTime, MaxResults }: Input): void {
  if (StartTime > EndTime)
    throw new AwsError('InvalidTimeRangeException', 'Start time must be before end time.');
  if (!Number.isInteger(MaxResults) || MaxResults < 1 || MaxResults > MOST_RESULTS)
    throw new AwsError('InvalidMaxResultsException', `MaxResults must be between 1 and ${MOST_RESULTS}.`);
}

/** Later events come before the first page: none of them moves what is on the next one. */
function placeIn(token: string | undefined): number {
  if (token === undefined) return Number.MAX_SAFE_INTEGER;
  const number = /^below-(\d+)$/.exec(token)?.[1];
  if (number !== undefined) return Number(number);
  throw new AwsError('InvalidNextTokenException', 'The next token is invalid.');
}

function rendered({ id, epochSeconds, accessKeyId, username, call, text }: TrailEvent) {
  return {
    EventId: id,
    EventName: call.eventName,
    ReadOnly: 'false',
    AccessKeyId: accessKeyId,
    EventTime: epochSeconds,
    EventSource: call.eventSource,
    Username: username,
    Resources: call.resources,
    CloudTrailEvent: text,
  };
}
