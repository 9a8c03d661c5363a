import type { Invocation } from '../execution-scope.ts';
import { isRecord } from '../is-record.ts';
import { StateFailure } from '../state-failure.ts';

/**
 * The result of lambda:invoke, or the function's error as Step Functions reports it: the error's own type as its name,
 * and the payload as its cause. "In newer runtimes, timeouts are reported as Sandbox.Timedout"; what has no type is
 * Lambda.Unknown (https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html).
 */
export function readInvocation({ statusCode, functionError, payload }: Invocation): unknown {
  if (functionError === null) {
    const result = payload === '' ? null : parse(payload);
    return { ExecutedVersion: '$LATEST', Payload: result, StatusCode: statusCode };
  }
  const error = parse(payload);
  if (isRecord(error) && typeof error.errorType === 'string' && error.errorType !== '') {
    throw new StateFailure(error.errorType, payload, { explained: true });
  }
  const cause = `The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`;
  throw new StateFailure('Lambda.Unknown', cause, { explained: true });
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}
