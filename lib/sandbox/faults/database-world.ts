import type { AwsService } from '../wire/aws-request.ts';
import type { Treatment } from './api-conditions.ts';
import type { Caller } from './region-states.ts';
import type { FollowedObject, SandboxConfig } from '../sandbox-config.ts';
import type { SandboxStatus } from '../sandbox-status.ts';

/** How a peer meets a region: it answers, it is there and says nothing, or it refuses the connection. */
export type Reachability = 'up' | 'silent' | 'refused';

export interface DatabaseWorldInput {
  readonly config: SandboxConfig;
  readonly stateDir: string;
  /** What an object holds: undefined while there is none, null where it is no JSON. Called every few milliseconds. */
  readonly readObject: (object: FollowedObject) => unknown;
  /** Ends by SIGKILL what else runs in a region (function environments), and says how many processes that were. */
  readonly endRegionProcesses: (region: string) => Promise<number>;
  readonly onProgress: (line: string) => void;
}

export type DatabaseWorldStatus = Pick<
  SandboxStatus,
  'caFile' | 'instances' | 'frontDoors' | 'services' | 'regions' | 'faults'
>;

/** Instances, their network, their services and the faults on them: all of a sandbox that is not an AWS API alone. */
export interface DatabaseWorld {
  start(): Promise<void>;
  /** Ends every process and removes every file outside the state directory; also while `start` is under way. */
  stop(): Promise<void>;
  readonly rds: AwsService;
  readonly fis: AwsService;
  /** What the endpoint does with a request to `service` in `region`; FIS is outside of what is lost. */
  reachability(region: string, service: string, from?: Caller): Reachability;
  /** What conditions of the APIs do to a call, which this counts. */
  treat(region: string, service: string): Treatment;
  status(): DatabaseWorldStatus;
}
