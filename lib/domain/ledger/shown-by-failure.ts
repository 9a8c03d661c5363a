import * as z from 'zod';
import { RegionUnreachable, ReplicaNotFound, ThrottledUnknown } from '../failure.ts';
import type { Evidence } from './outage-finding.ts';

/**
 * An error that a service answered, as the SDK throws it: whose fault it is, and the status of the answer. Without both
 * (no credentials, TLS, an aborted call) the service was perhaps never reached.
 * docs.aws.amazon.com/AWSJavaScriptSDK/v3, ServiceException
 */
const ServiceAnswer = z.object({
  $fault: z.enum(['client', 'server']),
  $metadata: z.object({ httpStatusCode: z.int() }),
});

/** What a call of a regional API that failed shows: a refusal is an answer, and so is an answer that says nothing. */
export function shownByFailure(error: unknown): Evidence['shows'] {
  if (error instanceof RegionUnreachable) return 'silence';
  const isAnswer =
    error instanceof ThrottledUnknown ||
    error instanceof ReplicaNotFound ||
    ServiceAnswer.safeParse(error).success;
  return isAnswer ? 'life' : 'nothing';
}
