import type { RegionGateway } from '../network/region-gateway.ts';
import type { DatabaseInstance } from '../rds/database-instance.ts';
import type { RegionWorkload } from '../workload/region-workload.ts';
import type { WorkloadOrder } from '../workload/workload-order.ts';

/** A link of the wide-area network: what a replica streams through. */
export interface ReplicationLink {
  readonly source: DatabaseInstance;
  readonly replica: DatabaseInstance;
  readonly gateway: RegionGateway;
}

/** All that stands in one region, and the links that end there. */
export interface Region {
  readonly name: string;
  readonly instances: readonly DatabaseInstance[];
  readonly links: readonly ReplicationLink[];
  readonly serviceGateways: readonly RegionGateway[];
  readonly workload: RegionWorkload;
  readonly workloadOrder: WorkloadOrder;
}
