import type { AwsService } from '../wire/aws-request.ts';
import { parseJsonRequest, renderJsonResult, unknownOperation } from '../wire/json-codec.ts';
import type { CallTrail } from './call-trail.ts';
import { lookupEvents } from './lookup-events.ts';

/** Operations that are served, in the names of the API reference. */
export const CLOUDTRAIL_OPERATIONS: readonly string[] = ['LookupEvents'];

/** The short name is that of the JavaScript SDK, the long one that of the CLI and boto3. */
const TARGETS = ['CloudTrail_20131101', 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101'];

/** Event history of a region: what was called, for whoever asks. There is no way to write to it. */
export function makeCloudTrailService(trail: Pick<CallTrail, 'all'>): AwsService {
  return async (request) => {
    const { target, operation, input } = parseJsonRequest(request);
    if (!TARGETS.includes(target) || !CLOUDTRAIL_OPERATIONS.includes(operation)) throw unknownOperation();
    const events = trail.all().filter((event) => event.region === request.region);
    return renderJsonResult('1.1', request.requestId, lookupEvents(events, input));
  };
}
