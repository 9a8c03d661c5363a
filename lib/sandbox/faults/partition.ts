import type { Fault } from '../fis/fault.ts';
import type { RegionGateway } from '../network/region-gateway.ts';
import { fenceFormerPrimaries } from './deferred-fence.ts';
import type { FaultTools } from './fault-tools.ts';
import { livingReceipt } from './living-receipt.ts';
import { noteCrossed } from './note-crossed.ts';
import type { Region } from './region.ts';

/** From whom a region that lives is cut off. */
export type PartitionedFrom = 'everybody' | 'regions' | 'clients';

/**
 * Cuts a living region off, silently. From the other regions: the instances' endpoints, the links that replicas stream
 * through, the ways of snapshots, and the region's APIs but FIS. Those are cut for every caller, because every handler runs in the recovery
 * region: to ask for the region is to ask from there. From the clients: the ways in behind the front doors of
 * databases and services. The way in from inside the region stays open.
 */
export function makePartition(tools: FaultTools, from: PartitionedFrom): Fault {
  const { region, states, truth } = tools;
  const reason = `partition of ${region.name}`;
  const ways = () => [
    ...(from === 'clients' ? [] : betweenRegions(region)),
    ...(from === 'regions' ? [] : towardsClients(region)),
  ];
  return {
    async inject(experiment) {
      truth.append('network-cut', { experiment, region: region.name, from });
      if (from !== 'clients') states.cutOff(region.name, reason);
      for (const gateway of ways()) gateway.cut(reason, 'silent');
      const receipt = livingReceipt(experiment, tools);
      await noteCrossed(tools).catch(() => undefined);
      return receipt;
    },
    async undo() {
      await fenceFormerPrimaries(tools);
      await Promise.all(ways().map((gateway) => gateway.mend(reason)));
      states.rejoin(region.name, reason);
    },
  };
}

function betweenRegions({ instances, links, copyRoutes }: Region): RegionGateway[] {
  const abroad = links.filter(({ source, replica }) => source.config.region !== replica.config.region);
  const ways = [...instances.map((one) => one.parts), ...abroad, ...copyRoutes];
  return ways.map((one) => one.gateway);
}

function towardsClients({ instances, serviceGateways }: Region): RegionGateway[] {
  return [...instances.map((one) => one.parts.clientGateway), ...serviceGateways];
}
