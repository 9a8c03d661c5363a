import { AwsError } from '../wire/aws-error.ts';
import type { AwsRequest } from '../wire/aws-request.ts';

/** Every list here is a single page, so no token for a later one was ever given out. */
export function refuseLaterPage(request: AwsRequest): void {
  if (request.query.has('nextToken')) throw new AwsError('ValidationException', 'The next token is invalid.');
}
