import type { Fault } from '../fis/fault.ts';
import type { RegionGateway } from '../network/region-gateway.ts';
import { fenceFormerPrimaries } from './deferred-fence.ts';
import type { FaultTools } from './fault-tools.ts';
import { livingReceipt } from './living-receipt.ts';
import { noteCrossed } from './note-crossed.ts';
import type { Region } from './region.ts';

/** From whom a region that lives is cut off. */
export type PartitionedFrom = 'everybody' | 'regions' | 'clients' | 'link';

/**
 * Cuts a living region off, silently. From the other regions: the instances' endpoints, the links that replicas stream
 * through, the ways of snapshots, and the region's APIs but FIS. Who asks from outside of all regions asks as the
 * recovery region's handlers do. `link` cuts the same for the regions that databases stand in: a witness still sees it.
 * From the clients: the ways in behind the front doors of databases and services. The way in from inside the region
 * stays open.
 */
export function makePartition(tools: FaultTools, from: PartitionedFrom): Fault {
  const { region, states, truth } = tools;
  const reason = `partition of ${region.name}`;
  const isWitness = (name: string) => states.isWitness(name);
  const ways = () => [
    ...(from === 'clients' ? [] : betweenRegions(region, isWitness)),
    ...(from === 'everybody' || from === 'regions' ? towardsWitnesses(region, isWitness) : []),
    ...(from === 'everybody' || from === 'clients' ? towardsClients(region) : []),
  ];
  return {
    async inject(experiment) {
      truth.append('network-cut', { experiment, region: region.name, from });
      if (from !== 'clients') states.cutOff(region.name, reason, from === 'link' ? 'databases' : 'regions');
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

type IsWitness = (region: string) => boolean;

function betweenRegions({ instances, links, copyRoutes }: Region, isWitness: IsWitness): RegionGateway[] {
  const abroad = links.filter(({ source, replica }) => source.config.region !== replica.config.region);
  const copies = copyRoutes.filter(({ from, to }) => !isWitness(from) && !isWitness(to));
  return [...instances.map((one) => one.parts), ...abroad, ...copies].map((one) => one.gateway);
}

function towardsWitnesses({ instances, copyRoutes }: Region, isWitness: IsWitness): RegionGateway[] {
  const copies = copyRoutes.filter(({ from, to }) => isWitness(from) || isWitness(to));
  return [
    ...instances.flatMap((one) => [...one.parts.witnessGateways.values()]),
    ...copies.map((one) => one.gateway),
  ];
}

function towardsClients({ instances, serviceGateways }: Region): RegionGateway[] {
  return [...instances.map((one) => one.parts.clientGateway), ...serviceGateways];
}
