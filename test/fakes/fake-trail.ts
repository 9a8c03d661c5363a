import type { RunCall } from '../../lib/domain/corroboration/run-call.ts';
import { formatInstant } from '../../lib/domain/instant.ts';
import type { CallTrail, TrailAnswer, TrailSpan } from '../../lib/ports/call-trail.ts';

export const ROLE = 'arn:aws:iam::111122223333:role/muster';

/** An event of CloudTrail in JSON, as it would have been written of a call, with whatever is said otherwise. */
export function trailText(call: RunCall, changed: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    eventVersion: '1.08',
    eventID: `event of ${call.name} ${call.subject}`,
    eventTime: `${formatInstant(call.after).slice(0, 19)}Z`,
    eventSource: call.source,
    eventName: call.name,
    awsRegion: call.region,
    requestID: call.requestId ?? 'another request',
    userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { arn: ROLE } } },
    ...membersOf(call),
    ...changed,
  });
}

function membersOf({ name, subject }: RunCall): object {
  switch (name) {
    case 'StartExperiment':
      return { requestParameters: {}, responseElements: { experiment: { id: subject } } };
    case 'StopExperiment':
      return { requestParameters: { id: subject } };
    case 'StartExecution':
      return { requestParameters: {}, responseElements: { executionArn: subject } };
    default:
      return { requestParameters: { dBInstanceIdentifier: subject }, responseElements: null };
  }
}

interface Told {
  readonly calls: (span: TrailSpan) => Promise<TrailAnswer>;
  readonly events: (span: TrailSpan) => Promise<TrailAnswer>;
}

const NOTHING: TrailAnswer = { texts: [], whole: true };

/** Regions that wrote down nothing, unless it is said otherwise; `asked` is what they were asked. */
export function makeFakeTrail({ calls, events }: Partial<Told> = {}) {
  const asked: string[] = [];
  const answer = (of: string, told: Told['calls'] | undefined) => async (span: TrailSpan) => {
    asked.push(`${of} ${span.region} ${formatInstant(span.from)} ${formatInstant(span.to)}`);
    return (await told?.(span)) ?? NOTHING;
  };
  const trail: CallTrail = {
    changingCalls: answer('calls', calls),
    databaseEvents: answer('events', events),
  };
  return { trail, asked };
}
