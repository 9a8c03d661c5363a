import type { AwsRequest } from './aws-request.ts';

/** What a request asks for, for people: the operation where the protocol names it, else method and path. */
export function operationName(request: AwsRequest): string {
  const target = request.headers['x-amz-target'];
  if (target !== undefined) return target.slice(target.lastIndexOf('.') + 1);
  return queryAction(request) ?? request.query.get('x-id') ?? `${request.method} ${request.path}`;
}

const FORM = 'application/x-www-form-urlencoded';

function queryAction(request: AwsRequest): string | undefined {
  if (!request.headers['content-type']?.startsWith(FORM)) return undefined;
  return /(?:^|&)Action=(\w+)/.exec(request.body.toString('latin1'))?.[1];
}
