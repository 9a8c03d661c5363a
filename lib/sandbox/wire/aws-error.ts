/**
 * An error as AWS words it. `code` is what goes over the wire (RDS: "DBInstanceNotFound"); each service's codec puts it
 * into its own envelope. Statuses of 500 and above are the server's fault.
 */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
