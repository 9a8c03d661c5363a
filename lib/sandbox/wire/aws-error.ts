/** What some errors carry beside code and message, for example S3's `<Key>` or `x-amz-bucket-region`. */
export interface AwsErrorDetail {
  readonly headers?: Readonly<Record<string, string>>;
  readonly members?: Readonly<Record<string, string>>;
}

/**
 * An error as AWS words it. `code` is what goes over the wire (RDS: "DBInstanceNotFound"); each service's codec puts it
 * into its own envelope. Statuses of 500 and above are the server's fault.
 */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  readonly detail: AwsErrorDetail;

  // oxlint-disable-next-line max-params -- code, message and status are AWS's own triple; detail is rare
  constructor(code: string, message: string, status = 400, detail: AwsErrorDetail = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.detail = detail;
  }
}
