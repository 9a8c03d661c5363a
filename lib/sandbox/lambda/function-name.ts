import { AwsError } from '../wire/aws-error.ts';

/** Where a function is asked for. */
export interface FunctionPlace {
  readonly region: string;
  readonly account: string;
}

export function functionArn({ region, account }: FunctionPlace, name: string): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/**
 * The name in a function name, a partial ARN or an ARN, with `$LATEST` as its only qualifier.
 * @throws AwsError ResourceNotFoundException for another region, account or version.
 */
export function parseFunctionName(place: FunctionPlace, text: string): string {
  const match =
    /^(?:(?:arn:aws:lambda:([a-z0-9-]+):)?(\d{12}):function:)?([A-Za-z0-9-_]+)(?::([A-Za-z0-9$_-]+))?$/.exec(
      text,
    );
  if (!match) throw invalidName(text);
  const [, region, account, name = '', qualifier] = match;
  if (region !== undefined && region !== place.region) {
    const message = `Functions from '${region}' are not reachable in this region ('${place.region}')`;
    throw new AwsError('ResourceNotFoundException', message, 404);
  }
  const elsewhere = account !== undefined && account !== place.account;
  if (elsewhere || (qualifier !== undefined && qualifier !== '$LATEST')) throw functionNotFound(place, text);
  return name;
}

export function functionNotFound(place: FunctionPlace, name: string): AwsError {
  const arn = name.startsWith('arn:') ? name : functionArn(place, name);
  return new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
}

function invalidName(text: string): AwsError {
  const message = `1 validation error detected: Value '${text}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`;
  return new AwsError('ValidationException', message);
}
