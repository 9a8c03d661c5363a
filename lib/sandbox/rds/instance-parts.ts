import type { RegionGateway } from '../network/region-gateway.ts';
import type { Delays, InstanceConfig } from '../sandbox-config.ts';
import type { EventCategory } from './events.ts';

/** What an instance is made of; nothing but a new identifier changes it. */
export interface InstanceParts {
  readonly config: InstanceConfig;
  readonly arn: string;
  readonly createdAt: Date;
  /** Address that DescribeDBInstances gives: the way in from the other region, and the operator's. */
  readonly gateway: RegionGateway;
  /** What front doors lead to: the way in for users. */
  readonly clientGateway: RegionGateway;
  /** The way in from inside the region, which no partition cuts. */
  readonly directGateway: RegionGateway;
  /** The way in from each region that no database stands in. */
  readonly witnessGateways: ReadonlyMap<string, RegionGateway>;
  /** Of its directory, its log and its pid file: that of a server does not follow a new identifier. */
  readonly serverName: string;
  /** Port of the postmaster itself. */
  readonly serverPort: number;
  readonly delays: Delays;
  /** Of the role that this instance's replicas stream as. */
  readonly replicationPassword: string;
  /** Notes an event of this instance. */
  readonly note: (category: EventCategory, message: string) => void;
}
