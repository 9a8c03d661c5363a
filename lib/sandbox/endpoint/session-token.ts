/** Header that the SDK sends with temporary credentials, as functions have them. */
const HEADER = 'x-amz-security-token';
const PREFIX = 'session-of-a-function-in/';

/** Session token of the credentials that a region's functions are given: from where a call comes can be told by it. */
export function sessionTokenFor(region: string): string {
  return `${PREFIX}${region}`;
}

/** The region that a call comes from; undefined for whoever holds no function's credentials. */
export function callingRegion(headers: Readonly<Record<string, string>>): string | undefined {
  const token = headers[HEADER];
  return token?.startsWith(PREFIX) ? token.slice(PREFIX.length) : undefined;
}
