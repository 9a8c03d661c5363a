import { AwsError } from '../wire/aws-error.ts';
import type { AwsRequest, AwsResponse, AwsService } from '../wire/aws-request.ts';
import { protocolOf, renderError } from '../wire/error-envelope.ts';
import { unknownOperation } from '../wire/json-codec.ts';
import { invalidAction, parseQueryRequest } from '../wire/query-codec.ts';

export type Services = Readonly<Record<string, AwsService>>;

/** Asks the service, and words what it refuses as its own errors; it never throws. */
export async function dispatch(services: Services, request: AwsRequest): Promise<AwsResponse> {
  try {
    const service = services[request.service];
    if (!service) throw unknownService(request);
    return await service(request);
  } catch (error) {
    return renderFailure(request, error);
  }
}

/** Any failure in the envelope of the service; what is not AWS's own is an internal failure. */
export function renderFailure(request: AwsRequest, error: unknown): AwsResponse {
  return renderError(request, error instanceof AwsError ? error : internalFailure(request, error));
}

/** A service that this sandbox does not have answers as one that does not have the operation. */
function unknownService(request: AwsRequest): AwsError {
  if (protocolOf(request) === 'query') return invalidAction(parseQueryRequest(request));
  return unknownOperation();
}

/** A fault of the sandbox itself: the stack goes to the supervisor's log. */
function internalFailure(request: AwsRequest, error: unknown): AwsError {
  const seen = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${request.service} ${request.requestId}: ${seen}\n`);
  const code = request.service === 's3' ? 'InternalError' : 'InternalFailure';
  return new AwsError(code, 'We encountered an internal error. Please try again.', 500);
}
