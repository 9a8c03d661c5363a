import { AwsError } from './aws-error.ts';

/** The JSON value of a body; an empty body is an empty input. @throws AwsError SerializationException */
export function parseJsonBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'Could not parse request body into json');
  }
}
