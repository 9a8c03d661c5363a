import { randomUUID } from 'node:crypto';
import { AwsError } from '../wire/aws-error.ts';
import { parseSignedScope } from '../wire/signed-scope.ts';
import type { AnsweredCall } from './answered-call.ts';
import { type ChangingCall, changingCall } from './changing-call.ts';

/** A call that changed something, or tried to, as LookupEvents answers it. */
export interface TrailEvent {
  /** Raised with each event, so that a page can begin behind one. */
  readonly number: number;
  readonly region: string;
  readonly id: string;
  /** In whole seconds, as CloudTrail has it. */
  readonly epochSeconds: number;
  readonly accessKeyId: string;
  readonly username: string;
  readonly call: ChangingCall;
  /** The event itself, in JSON. */
  readonly text: string;
}

/**
 * The endpoint's own list of calls that change something, in the supervisor's memory: no operation writes to it, so that
 * a function can no more add to it than take from it.
 */
export interface CallTrail {
  /** Keeps the call where event history would: it changes something, and was signed by a key that holds. */
  note(call: AnsweredCall): void;
  /** The oldest first. */
  all(): readonly TrailEvent[];
  empty(): void;
}

/** A sandbox may stand for weeks: beyond this the oldest go, as CloudTrail's go after 90 days. */
const MOST_EVENTS = 10_000;

export function makeCallTrail(account: string): CallTrail {
  const events: TrailEvent[] = [];
  let next = 0;
  return {
    note: (answered) => {
      const call = changeIn(answered);
      if (!call) return;
      events.push(eventOf({ account, number: next, call }, answered));
      next += 1;
      if (events.length > MOST_EVENTS) events.shift();
    },
    all: () => events,
    empty: () => void events.splice(0),
  };
}

/** What cannot be read was refused by its service for the same reason: nothing was called. */
function changeIn({ request, answer }: AnsweredCall): ChangingCall | null {
  try {
    return changingCall(request, answer);
  } catch (error) {
    if (error instanceof AwsError) return null;
    throw error;
  }
}

interface Noted {
  readonly account: string;
  readonly number: number;
  readonly call: ChangingCall;
}

function eventOf({ account, number, call }: Noted, { request, from }: AnsweredCall): TrailEvent {
  const { region, requestId, headers, query } = request;
  const accessKeyId = parseSignedScope(headers, query)?.accessKeyId ?? '';
  const who = from === undefined ? person(account, accessKeyId) : functionIn(from, { account, accessKeyId });
  const { eventSource, eventName, requestParameters, responseElements, errorCode } = call;
  const id = randomUUID();
  const epochSeconds = Math.floor(Date.now() / 1000);
  const text = JSON.stringify({
    eventVersion: '1.08',
    userIdentity: who.identity,
    eventTime: `${new Date(epochSeconds * 1000).toISOString().slice(0, 19)}Z`,
    awsRegion: region,
    sourceIPAddress: '127.0.0.1',
    userAgent: headers['user-agent'] ?? '',
    eventSource,
    eventName,
    requestParameters,
    responseElements,
    ...(errorCode === null ? {} : { errorCode }),
    requestID: requestId,
    eventID: id,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  });
  return { number, region, id, epochSeconds, accessKeyId, username: who.name, call, text };
}

/** A function calls with the session of its role, named by its region: the sandbox has one role for all of them. */
function functionIn(region: string, { account, accessKeyId }: { account: string; accessKeyId: string }) {
  const role = 'muster-sandbox-function';
  const arn = `arn:aws:sts::${account}:assumed-role/${role}/${region}`;
  const issuer = {
    type: 'Role',
    arn: `arn:aws:iam::${account}:role/${role}`,
    accountId: account,
    userName: role,
  };
  const identity = {
    type: 'AssumedRole',
    arn,
    accountId: account,
    accessKeyId,
    sessionContext: { sessionIssuer: issuer },
  };
  return { name: region, identity };
}

function person(account: string, accessKeyId: string) {
  const userName = 'sandbox';
  const arn = `arn:aws:iam::${account}:user/${userName}`;
  return { name: userName, identity: { type: 'IAMUser', arn, accountId: account, accessKeyId, userName } };
}
