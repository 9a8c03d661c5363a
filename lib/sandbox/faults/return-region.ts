import type { ClientAccess } from '../postgres/client-access.ts';
import type { DatabaseInstance } from '../rds/database-instance.ts';
import type { RegionLossTools } from './lose-region.ts';
import type { Region, ReplicationLink } from './region.ts';

/**
 * Undoes the loss. A former primary, whose replica was promoted meanwhile, comes back behind a deferred fence: its
 * master user alone may connect, it streams to nobody and from nobody. If nothing was promoted, all is as before.
 */
export async function returnRegion(tools: RegionLossTools): Promise<void> {
  const { region, states, truth } = tools;
  const before = states.stateOf(region.name);
  if (before.state === 'up') return;
  states.set(region.name, { ...before, state: 'returning' });
  await Promise.all(region.instances.map((one) => returnInstance(tools, one)));
  await region.workload.start(region.workloadOrder);
  await Promise.all(gatewaysToOpen(tools).map((gateway) => gateway.restore()));
  states.set(region.name, { state: 'up' });
  truth.append('region-returned', { region: region.name });
}

/** An instance that was primary when a replica of it was promoted: its writes would diverge. */
export function isFormerPrimary(region: Region, instance: DatabaseInstance): boolean {
  return region.links.some((link) => link.source === instance && !link.replica.isReplica);
}

async function returnInstance({ region, truth }: RegionLossTools, instance: DatabaseInstance): Promise<void> {
  const access: ClientAccess = isFormerPrimary(region, instance) ? 'operator-only' : 'clients';
  await instance.returnStorage(access);
  // The checkpoint that ends crash recovery begins where the WAL on disk ended.
  const lsn = await instance.running?.admin.value('select redo_lsn from pg_control_checkpoint()');
  truth.append('wal-on-disk', { region: region.name, instance: instance.config.id, access, lsn });
}

function gatewaysToOpen({ region, states }: RegionLossTools) {
  const links = region.links.filter((link) =>
    mayStream(region, link, (name) => states.stateOf(name).state === 'lost'),
  );
  return [
    ...links.map((link) => link.gateway),
    ...region.instances.map((one) => one.parts.gateway),
    ...region.serviceGateways,
  ];
}

function mayStream(region: Region, link: ReplicationLink, isLost: (region: string) => boolean): boolean {
  const fenced = !link.replica.isReplica || isFormerPrimary(region, link.source);
  return !fenced && ![link.source, link.replica].some((end) => isLost(end.config.region));
}
