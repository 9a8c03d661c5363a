/** Where to open a session, and which secret says as whom; the password itself never leaves the adapter. */
export interface SessionTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly secret: string;
}
