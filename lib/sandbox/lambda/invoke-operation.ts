import { AwsError } from '../wire/aws-error.ts';
import type { AwsRequest, AwsResponse } from '../wire/aws-request.ts';
import type { FunctionPool, FunctionRequest } from './function-pool.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export async function invokeOperation(
  invoke: FunctionPool['invoke'],
  request: AwsRequest,
  functionName: string,
): Promise<AwsResponse> {
  const { headers, query, region } = request;
  refuseUnserved(headers);
  const qualifier = query.get('Qualifier');
  const response = await invoke({
    region,
    name: qualifier === null ? functionName : `${functionName}:${qualifier}`,
    payload: request.body.toString('utf8'),
    invocationType: invocationType(headers['x-amz-invocation-type']),
  });
  return {
    status: response.statusCode,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': request.requestId,
      ...(response.statusCode === 200 ? { 'x-amz-executed-version': '$LATEST' } : {}),
      ...(response.functionError === null ? {} : { 'x-amz-function-error': response.functionError }),
    },
    body: response.payload,
  };
}

function invocationType(header: string | undefined): FunctionRequest['invocationType'] {
  if (header === undefined || header === 'RequestResponse') return 'RequestResponse';
  if (header === 'Event' || header === 'DryRun') return header;
  throw invalid(`Unsupported InvocationType: ${header}`);
}

function refuseUnserved(headers: AwsRequest['headers']): void {
  const logType = headers['x-amz-log-type'];
  if (logType !== undefined && logType !== 'None')
    throw invalid(`LogType ${logType} is not served by this sandbox`);
  const unserved = ['x-amz-client-context', 'x-amz-durable-execution-name', 'x-amz-tenant-id'];
  const found = unserved.find((name) => headers[name] !== undefined);
  if (found) throw invalid(`${found} is not served by this sandbox`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}
