import type { CopyRoute } from '../network/copy-route.ts';
import type { LinkShaper } from '../network/link-shaper.ts';
import type { RegionGateway } from '../network/region-gateway.ts';
import type { RunningCluster } from '../postgres/cluster.ts';
import type { SnapshotPlace } from '../postgres/snapshot-place.ts';
import type { DatabaseInstance } from '../rds/database-instance.ts';
import type { RegionWorkload } from '../workload/region-workload.ts';

/** A link of the wide-area network: what a replica streams through. */
export interface ReplicationLink {
  readonly source: DatabaseInstance;
  readonly replica: DatabaseInstance;
  readonly gateway: RegionGateway;
  readonly shaper: LinkShaper;
}

/** All that stands in one region, and the links that end there. */
export interface Region {
  readonly name: string;
  readonly instances: readonly DatabaseInstance[];
  readonly links: readonly ReplicationLink[];
  /** Ways that snapshots take into the region and out of it. */
  readonly copyRoutes: readonly CopyRoute[];
  readonly serviceGateways: readonly RegionGateway[];
  readonly snapshots: SnapshotPlace;
  readonly workload: RegionWorkload;
  /** Starts the services, in a new process that knows nothing of the one before. */
  startServices(): Promise<void>;
}

/** The servers of a region that run now. */
export function runningIn({ instances }: Region): readonly RunningCluster[] {
  return instances.map((one) => one.running).filter((cluster) => cluster !== undefined);
}
