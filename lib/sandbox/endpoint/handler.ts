import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AnsweredCall } from '../cloudtrail/answered-call.ts';
import type { Treatment } from '../faults/api-conditions.ts';
import type { Reachability } from '../faults/database-world.ts';
import type { Caller } from '../faults/region-states.ts';
import type { AwsRequest, AwsResponse } from '../wire/aws-request.ts';
import { protocolOf } from '../wire/error-envelope.ts';
import { operationName } from '../wire/operation-name.ts';
import { missingSignature } from '../wire/signature-errors.ts';
import { makeVerifySignature, type Credentials, type VerifySignature } from '../wire/verify-signature.ts';
import { dispatch, renderFailure, type Services } from './dispatch.ts';
import { bodilessRequest, readHead, withBody, type IncomingHead } from './incoming.ts';
import { readBody } from './read-body.ts';
import type { RequestJournal, RequestLine } from './request-journal.ts';
import { callingRegion } from './session-token.ts';
import { writeResponse } from './write-response.ts';

export interface HandlerOptions {
  readonly credentials: Credentials;
  /** By the name that stands in the credential scope: `s3`, `rds`, `states`, … */
  readonly services: Services;
  /** How a call from that region, or from outside of all, meets a service. */
  readonly reachability: (region: string, service: string, from: Caller) => Reachability;
  /** What faults of the APIs do to a call that has been authenticated; asked once for each. */
  readonly treat: (region: string, service: string) => Treatment;
  readonly journal: RequestJournal;
  /** Told of every authenticated call that was answered, also where the answer does not arrive. */
  readonly noteCall: (call: AnsweredCall) => void;
}

export type Handler = (message: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Reads, authenticates, dispatches and answers one request, or meets it as its region can be reached. */
export function makeHandler(options: HandlerOptions): Handler {
  const verify = makeVerifySignature(options.credentials);
  return async (message, response) => {
    const head = readHead(message);
    const request = bodilessRequest(head);
    const note = (seen: Seen): void => options.journal.append(journalLine(request, seen));
    const from = callingRegion(head.headers);
    // An unsigned request names no region: it is refused, not lost.
    const reach = (): Reachability =>
      head.scope ? options.reachability(request.region, request.service, from) : 'up';
    const before = reach();
    if (before !== 'up') {
      note({ operation: request.method, status: before });
      return meetUnreachable(before, message, response);
    }
    if (message.headers.expect !== undefined) response.writeContinue();
    const { operation, answer } = await ask({ options, verify, head, request }, message);
    // A region that was lost meanwhile answers nothing, whatever it had done.
    const after = reach();
    note({ operation, status: after === 'up' ? answer.status : after });
    if (after === 'up') writeResponse(response, answer);
    else meetUnreachable(after, message, response);
  };
}

interface Asking {
  readonly options: HandlerOptions;
  readonly verify: VerifySignature;
  readonly head: IncomingHead;
  readonly request: AwsRequest;
}

interface Asked {
  readonly operation: string;
  readonly answer: AwsResponse;
}

async function ask({ options, verify, head, request }: Asking, message: IncomingMessage): Promise<Asked> {
  try {
    const sent = await readBody(message);
    const protocol = protocolOf(request);
    if (!head.scope) throw missingSignature(protocol);
    verify(head.scope, { ...head, body: sent }, protocol);
    const whole = withBody(request, sent);
    return { operation: operationName(whole), answer: await serve(options, whole) };
  } catch (error) {
    return { operation: operationName(request), answer: renderFailure(request, error) };
  }
}

/** Asks the service, as far as the faults in force let it. */
async function serve(
  { services, treat, noteCall }: HandlerOptions,
  request: AwsRequest,
): Promise<AwsResponse> {
  const { delayMs, refusal, afterwards } = treat(request.region, request.service);
  if (delayMs > 0) await sleep(delayMs, undefined, { ref: false });
  const answer = refusal ? renderFailure(request, refusal) : await dispatch(services, request);
  noteCall({ request, answer, from: callingRegion(request.headers) });
  return !refusal && afterwards ? renderFailure(request, afterwards) : answer;
}

/** Silent: the request is read, the socket stays open and nothing is ever written to it. Refused: it is cut. */
function meetUnreachable(
  how: 'silent' | 'refused',
  message: IncomingMessage,
  response: ServerResponse,
): void {
  if (how === 'silent') message.resume();
  else response.socket?.destroy();
}

type Seen = Pick<RequestLine, 'operation' | 'status'>;

function journalLine(request: AwsRequest, seen: Seen): RequestLine {
  const { requestId, region, service } = request;
  return { time: new Date().toISOString(), region, service, ...seen, requestId };
}
