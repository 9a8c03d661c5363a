import * as z from 'zod';
import { fisOperation } from '../fis/fis-service.ts';
import type { AwsRequest, AwsResponse } from '../wire/aws-request.ts';
import { parseJsonBody } from '../wire/json-body.ts';
import { parseJsonRequest } from '../wire/json-codec.ts';
import { parseQueryRequest } from '../wire/query-codec.ts';

type Members = Readonly<Record<string, unknown>>;

/** What CloudTrail keeps of a call beside who made it and when. */
export interface ChangingCall {
  readonly eventSource: string;
  readonly eventName: string;
  readonly requestParameters: Members;
  /** Null where the call failed, and of RDS, whose answers are not noted here. */
  readonly responseElements: Members | null;
  readonly errorCode: string | null;
  readonly resources: readonly { readonly ResourceType: string; readonly ResourceName: string }[];
}

const READING = /^(?:Describe|Get|List)/;
/** Answers to task tokens are events of data, which event history does not keep. */
const OF_DATA = /^SendTask/;
/** As CloudTrail writes what it must not show. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

type Reader = (request: AwsRequest, answer: AwsResponse) => ChangingCall | null;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['fis', ofFis],
  ['rds', ofRds],
  ['states', ofStates],
]);

/** Null for what only reads, for events of data (objects, messages, invocations), and for services without changes. */
export function changingCall(request: AwsRequest, answer: AwsResponse): ChangingCall | null {
  const call = READERS.get(request.service)?.(request, answer) ?? null;
  return call && !READING.test(call.eventName) && !OF_DATA.test(call.eventName) ? call : null;
}

function ofFis(request: AwsRequest, answer: AwsResponse): ChangingCall | null {
  const found = fisOperation(request);
  if (!found) return null;
  const { operation, id } = found;
  return {
    eventSource: 'fis.amazonaws.com',
    eventName: operation.name,
    requestParameters: { ...members(parseJsonBody(request.body)), ...(id === '' ? {} : { id }) },
    ...answered(answer, answer.headers?.['x-amzn-errortype']),
    resources: [],
  };
}

function ofStates(request: AwsRequest, answer: AwsResponse): ChangingCall {
  const { operation, input } = parseJsonRequest(request);
  const told = members(input);
  return {
    eventSource: 'states.amazonaws.com',
    eventName: operation,
    requestParameters: 'input' in told ? { ...told, input: HIDDEN } : told,
    ...answered(answer, textIn(answer, '__type')),
    resources: [],
  };
}

const SECRETS = new Set(['MasterUserPassword', 'TdeCredentialPassword']);

/** RDS names parameters with a small first letter there: `dBInstanceIdentifier`. */
function ofRds(request: AwsRequest, { status, body }: AwsResponse): ChangingCall {
  const { action, parameters } = parseQueryRequest(request);
  const told = [...parameters].filter(([name]) => name !== 'Action' && name !== 'Version');
  const named = told.map(([name, value]) => [
    `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
    SECRETS.has(name) ? '****' : value,
  ]);
  const instance = parameters.get('DBInstanceIdentifier');
  const code = /<Code>([^<]+)<\/Code>/.exec(String(body ?? ''))?.[1] ?? 'InternalFailure';
  return {
    eventSource: 'rds.amazonaws.com',
    eventName: action,
    requestParameters: members(Object.fromEntries(named)),
    responseElements: null,
    errorCode: status < 400 ? null : code,
    resources: instance === null ? [] : [{ ResourceType: 'AWS::RDS::DBInstance', ResourceName: instance }],
  };
}

function answered(answer: AwsResponse, errorCode: string | undefined) {
  if (answer.status >= 400) return { responseElements: null, errorCode: errorCode ?? 'InternalFailure' };
  return { responseElements: bodyOf(answer), errorCode: null };
}

function textIn(answer: AwsResponse, name: string): string | undefined {
  const value = bodyOf(answer)[name];
  return typeof value === 'string' ? value : undefined;
}

function bodyOf({ body = '' }: AwsResponse): Members {
  return members(parseJsonBody(Buffer.from(body)));
}

const Members = z.record(z.string(), z.unknown());

function members(value: unknown): Members {
  return Members.safeParse(value).data ?? {};
}
