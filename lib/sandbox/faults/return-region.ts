import type { DatabaseInstance } from '../rds/database-instance.ts';
import { accessOnReturn, fenceFormerPrimaries } from './deferred-fence.ts';
import { gatewaysOf, lossReason, type RegionLossTools } from './lose-region.ts';

/**
 * Undoes the loss. A former primary, whose replica was promoted meanwhile, comes back behind a deferred fence: its
 * master user alone may connect, it streams to nobody and from nobody. If nothing was promoted, all is as before.
 */
export async function returnRegion(tools: RegionLossTools): Promise<void> {
  const { region, states, truth } = tools;
  const before = states.stateOf(region.name);
  if (before.state === 'up') return;
  states.set(region.name, { ...before, state: 'returning' });
  region.snapshots.release();
  await Promise.all(region.instances.map((one) => returnInstance(tools, one)));
  await region.startServices();
  // A replica may have been promoted since its source was started for all.
  await fenceFormerPrimaries(tools);
  await Promise.all(gatewaysOf(region).map((gateway) => gateway.mend(lossReason(region))));
  states.set(region.name, { state: 'up' });
  truth.append('region-returned', { region: region.name });
}

async function returnInstance(tools: RegionLossTools, instance: DatabaseInstance): Promise<void> {
  const access = accessOnReturn(tools, instance);
  await instance.returnStorage(access);
  // The checkpoint that ends crash recovery begins where the WAL on disk ended.
  const lsn = await instance.running?.admin.value('select redo_lsn from pg_control_checkpoint()');
  tools.truth.append('wal-on-disk', {
    region: tools.region.name,
    instance: instance.config.id,
    access,
    lsn,
  });
}
