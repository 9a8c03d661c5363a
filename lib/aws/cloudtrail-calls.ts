import { type CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeEventsCommand, type RDSClient } from '@aws-sdk/client-rds';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '../domain/instant.ts';
import type { CallTrail, TrailAnswer, TrailSpan } from '../ports/call-trail.ts';
import { callAwsAgain } from './aws-failure.ts';

export interface TrailClients {
  readonly cloudtrail: (region: string) => CloudTrailClient;
  readonly rds: (region: string) => RDSClient;
}

/** Services whose resources a run changes by calls. Those of others in the account are nobody's business here. */
const SOURCES = new Set(['rds.amazonaws.com', 'fis.amazonaws.com', 'states.amazonaws.com']);

/** 50 events each; the run waits, and two a second is all that an account may ask for in a region. */
const MOST_PAGES = 12;
const BETWEEN_PAGES_MS = 500;

/** CloudTrail's event history, which is on in every account and holds 90 days, and RDS's own events. */
export function makeCloudTrailCalls(
  { cloudtrail, rds }: TrailClients,
  pauseMs = BETWEEN_PAGES_MS,
): CallTrail {
  return {
    changingCalls: (span) => inPages(pauseMs, (token) => lookUp(cloudtrail(span.region), span, token)),
    databaseEvents: (span) => inPages(pauseMs, (token) => describe(rds(span.region), span, token)),
  };
}

interface Page {
  readonly texts: readonly string[];
  readonly next: string | undefined;
}

async function inPages(
  pauseMs: number,
  page: (token: string | undefined) => Promise<Page>,
): Promise<TrailAnswer> {
  const texts: string[] = [];
  let token: string | undefined;
  for (let count = 0; count < MOST_PAGES; count += 1) {
    if (count > 0) await sleep(pauseMs);
    const answer = await page(token);
    texts.push(...answer.texts);
    token = answer.next;
    if (token === undefined) return { texts, whole: true };
  }
  return { texts, whole: false };
}

/** Only one attribute may be asked for (API reference, LookupEvents): what only reads is by far the most. */
async function lookUp(client: CloudTrailClient, span: TrailSpan, token: string | undefined): Promise<Page> {
  const command = new LookupEventsCommand({
    LookupAttributes: [{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }],
    StartTime: secondOf(span.from),
    EndTime: new Date(span.to / 1000),
    NextToken: token,
  });
  const { Events = [], NextToken } = await callAwsAgain(`CloudTrail in ${span.region}`, () =>
    client.send(command),
  );
  const own = Events.filter(({ EventSource = '' }) => SOURCES.has(EventSource));
  return { texts: own.flatMap(({ CloudTrailEvent }) => CloudTrailEvent ?? []), next: NextToken };
}

async function describe(client: RDSClient, span: TrailSpan, token: string | undefined): Promise<Page> {
  const command = new DescribeEventsCommand({
    SourceType: 'db-instance',
    StartTime: secondOf(span.from),
    EndTime: new Date(span.to / 1000),
    Marker: token,
  });
  const { Events = [], Marker } = await callAwsAgain(`RDS in ${span.region}`, () => client.send(command));
  return { texts: Events.map((event) => JSON.stringify(event)), next: Marker };
}

/** Events are dated by whole seconds. */
function secondOf(instant: Instant): Date {
  return new Date(Math.floor(instant / 1e6) * 1000);
}
