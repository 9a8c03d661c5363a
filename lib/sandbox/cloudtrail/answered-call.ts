import type { Caller } from '../faults/region-states.ts';
import type { AwsRequest, AwsResponse } from '../wire/aws-request.ts';

/** A call that was authenticated and answered by its service, whether or not the answer reached whoever asked. */
export interface AnsweredCall {
  readonly request: AwsRequest;
  readonly answer: AwsResponse;
  /** The region of the function that called; undefined for whoever stands outside of all. */
  readonly from: Caller;
}
