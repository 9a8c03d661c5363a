import * as z from 'zod';
import { parsedJson } from '../canonical-json.ts';
import { type Instant, parseInstant } from '../instant.ts';
import { RUN_TAG } from '../run/resource-tags.ts';

const Members = z.record(z.string(), z.unknown()).nullish();

/** Of an event of CloudTrail what is used here (CloudTrail User Guide, "Record contents"). */
const Stored = z.object({
  eventID: z.string(),
  /** Whole seconds, UTC. */
  eventTime: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/),
  eventSource: z.string(),
  eventName: z.string(),
  awsRegion: z.string(),
  requestID: z.string().nullish(),
  errorCode: z.string().nullish(),
  requestParameters: Members,
  responseElements: Members,
  userIdentity: z
    .object({
      arn: z.string().nullish(),
      sessionContext: z
        .object({ sessionIssuer: z.object({ arn: z.string().nullish() }).nullish() })
        .nullish(),
    })
    .nullish(),
});

export interface TrailEvent {
  readonly id: string;
  /** The beginning of its second. */
  readonly at: Instant;
  readonly source: string;
  readonly name: string;
  readonly region: string;
  readonly requestId: string | null;
  /** Null where the call was carried out. */
  readonly error: string | null;
  /** Which instance, experiment or execution it is about; null for any other thing. */
  readonly subject: string | null;
  /** The role behind a session, or the user; null where it is not said. */
  readonly principal: string | null;
  /** The run that what it made is tagged with; null for none. */
  readonly run: string | null;
}

/** Null for what is no event of CloudTrail. */
export function parseTrailEvent(text: string): TrailEvent | null {
  const { data } = Stored.safeParse(parsedJson(text));
  if (!data) return null;
  const { userIdentity, requestParameters } = data;
  const tags = Members.safeParse(requestParameters?.['tags']).data;
  return {
    id: data.eventID,
    at: parseInstant(data.eventTime.replace('Z', '.000000Z')),
    source: data.eventSource,
    name: data.eventName,
    region: data.awsRegion,
    requestId: data.requestID ?? null,
    error: data.errorCode ?? null,
    subject: subjectOf(data),
    principal: userIdentity?.sessionContext?.sessionIssuer?.arn ?? userIdentity?.arn ?? null,
    run: textOf(tags?.[RUN_TAG]),
  };
}

function subjectOf({
  eventSource,
  requestParameters,
  responseElements,
}: z.infer<typeof Stored>): string | null {
  const experiment = Members.safeParse(responseElements?.['experiment']).data;
  switch (eventSource) {
    case 'rds.amazonaws.com':
      return textOf(requestParameters?.['dBInstanceIdentifier']);
    case 'fis.amazonaws.com':
      return textOf(requestParameters?.['id']) ?? textOf(experiment?.['id']);
    case 'states.amazonaws.com':
      return textOf(requestParameters?.['executionArn']) ?? textOf(responseElements?.['executionArn']);
    default:
      return null;
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
