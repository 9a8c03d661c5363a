/** A request as it reached the endpoint; service and region are read from the credential scope of its signature. */
export interface AwsRequest {
  readonly requestId: string;
  readonly service: string;
  readonly region: string;
  readonly method: string;
  /** Percent-decoding is the service's business: this is the raw path. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** The decoded payload: aws-chunked framing is already removed. */
  readonly body: Buffer;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One AWS service, for all regions. Throws an AwsError for what AWS refuses; anything else is an InternalFailure. */
export type AwsService = (request: AwsRequest) => Promise<AwsResponse>;
