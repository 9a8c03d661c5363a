import type { AwsRequest } from '../wire/aws-request.ts';
import type { ExperimentDirectory } from './experiment-directory.ts';

export interface FisCall {
  readonly request: AwsRequest;
  /** The identifier in the path, empty for an operation without one. */
  readonly id: string;
  readonly directory: ExperimentDirectory;
}

/** One operation of the API: gives the body of its answer. @throws AwsError for what FIS refuses. */
export type FisOperation = (call: FisCall) => unknown;
