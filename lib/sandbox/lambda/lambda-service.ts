import type { FunctionConfig } from '../sandbox-config.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { AwsRequest, AwsResponse, AwsService } from '../wire/aws-request.ts';
import { pathSegments, renderRestJsonResult } from '../wire/rest-json-codec.ts';
import { functionArn, functionNotFound, parseFunctionName } from './function-name.ts';
import type { FunctionPool } from './function-pool.ts';
import { invokeOperation } from './invoke-operation.ts';

export interface LambdaParts {
  readonly functions: readonly FunctionConfig[];
  readonly account: string;
  readonly invoke: FunctionPool['invoke'];
}

/** Operations that are served, in the names of the API reference. */
export const LAMBDA_OPERATIONS: readonly string[] = ['GetFunction', 'Invoke', 'ListFunctions'];

/** Lambda's API: Invoke, GetFunction and ListFunctions. */
export function makeLambdaService(parts: LambdaParts): AwsService {
  return async (request) => {
    const [version, resource, name, action, ...rest] = pathSegments(request.path);
    if (version !== '2015-03-31' || resource !== 'functions' || rest.length > 0) throw unknownOperation();
    if (request.method === 'GET' && name === undefined) return listFunctions(parts, request);
    if (request.method === 'GET' && name !== undefined && action === undefined)
      return getFunction(parts, request, name);
    if (request.method === 'POST' && name !== undefined && action === 'invocations') {
      return invokeOperation(parts.invoke, request, name);
    }
    throw unknownOperation();
  };
}

function unknownOperation(): AwsError {
  return new AwsError('UnknownOperationException', 'This operation is not served by this sandbox', 404);
}

function listFunctions(parts: LambdaParts, { region, requestId }: AwsRequest): AwsResponse {
  const here = parts.functions.filter((candidate) => candidate.region === region);
  return renderRestJsonResult({
    requestId,
    body: { Functions: here.map((config) => configuration(parts, config)), NextMarker: null },
  });
}

function getFunction(parts: LambdaParts, { region, requestId }: AwsRequest, text: string): AwsResponse {
  const place = { region, account: parts.account };
  const name = parseFunctionName(place, text);
  const config = parts.functions.find((candidate) => candidate.region === region && candidate.name === name);
  if (!config) throw functionNotFound(place, text);
  return renderRestJsonResult({ requestId, body: { Configuration: configuration(parts, config) } });
}

function configuration({ account }: LambdaParts, config: FunctionConfig): Record<string, unknown> {
  return {
    FunctionName: config.name,
    FunctionArn: functionArn({ region: config.region, account }, config.name),
    Runtime: 'nodejs24.x',
    Timeout: config.timeoutSeconds,
    Version: '$LATEST',
    PackageType: 'Zip',
    State: 'Active',
  };
}
