import type { Xml } from '../wire/xml.ts';
import type { EventLog } from './events.ts';
import type { Groups } from './groups/groups.ts';
import type { InstanceDirectory } from './instance-directory.ts';
import type { InstanceProvider } from './instance-provider.ts';
import type { KmsKeys } from '../kms/kms-keys.ts';
import type { SnapshotDirectory } from './snapshots/snapshot-directory.ts';
import type { SnapshotProvider } from './snapshots/snapshot-provider.ts';

/** What all operations of the service act on. */
export interface RdsParts {
  readonly account: string;
  readonly directory: InstanceDirectory;
  readonly provider: InstanceProvider;
  readonly groups: Groups;
  readonly events: EventLog;
  readonly snapshots: SnapshotDirectory;
  readonly snapshotProvider: SnapshotProvider;
  readonly keys: KmsKeys;
}

export interface RdsCall extends RdsParts {
  readonly region: string;
  readonly parameters: URLSearchParams;
}

export interface RdsOperation {
  /** Parameters that are served, a structure or list by its first name; any other is refused. */
  readonly parameters: readonly string[];
  /** Parameters that may say what is so anyway, by the one value that is accepted. */
  readonly fixed?: Readonly<Record<string, string>>;
  /** Gives the members of the result. @throws AwsError for what RDS refuses. */
  run(call: RdsCall): readonly Xml[] | Promise<readonly Xml[]>;
}
