import type { Xml } from '../wire/xml.ts';
import type { InstanceDirectory } from './instance-directory.ts';

export interface RdsCall {
  readonly region: string;
  readonly parameters: URLSearchParams;
  readonly directory: InstanceDirectory;
}

/** One action of the API: gives the members of its result. @throws AwsError for what RDS refuses. */
export type RdsOperation = (call: RdsCall) => readonly Xml[];
