import type { Loss } from '../network/region-gateway.ts';
import type { FaultReceipt } from '../fis/fault.ts';
import { instantText } from './instant-text.ts';
import type { Region } from './region.ts';
import type { RegionStates } from './region-states.ts';
import type { TruthLog } from './truth-log.ts';

/** What a fault on a region needs. */
export interface RegionLossTools {
  readonly region: Region;
  readonly states: RegionStates;
  readonly truth: TruthLog;
  readonly endRegionProcesses: (region: string) => Promise<number>;
}

export interface LossOrder {
  readonly experiment: string;
  readonly loss: Loss;
}

/**
 * Loses a region as a data centre is lost. The network goes first and in the same breath as the kill: no reset of a
 * dying process and no last byte of WAL gets out. Resolves when /proc shows every process gone and the storage is held.
 */
export async function loseRegion(tools: RegionLossTools, order: LossOrder): Promise<FaultReceipt> {
  const { region, states, truth } = tools;
  states.set(region.name, { state: 'lost', loss: order.loss });
  cutNetwork(region, order.loss);
  truth.append('kill-requested', { ...order, region: region.name });
  const ended = await endProcesses(tools);
  truth.append('all-dead', { ...order, region: region.name, ...ended });
  const storageHeld = await holdStorage(region);
  const at = instantText();
  await noteReceivedWal(tools).catch(() => undefined);
  return { experiment: order.experiment, region: region.name, ...ended, storageHeld, at };
}

function cutNetwork(region: Region, loss: Loss): void {
  const { instances, links, serviceGateways } = region;
  const gateways = [
    ...instances.map((one) => one.parts.gateway),
    ...links.map((one) => one.gateway),
    ...serviceGateways,
  ];
  for (const gateway of gateways) gateway.lose(loss);
}

type Ended = Pick<FaultReceipt, 'processesEnded' | 'processesAlive'>;

async function endProcesses({ region, endRegionProcesses }: RegionLossTools): Promise<Ended> {
  const kills = [...region.instances, region.workload]
    .map((one) => one.kill())
    .filter((tree) => tree !== undefined);
  const others = endRegionProcesses(region.name);
  const survivors = await Promise.all(kills.map((tree) => tree.survivors));
  const own = kills.reduce((sum, tree) => sum + tree.processes.length, 0);
  return { processesEnded: own + (await others), processesAlive: survivors.flat().length };
}

async function holdStorage(region: Region): Promise<boolean> {
  const held = await Promise.all(region.instances.map((one) => one.holdStorage()));
  return held.every(Boolean);
}

/** The last WAL that crossed to each surviving replica: what is beyond is lost for good if it is promoted. */
async function noteReceivedWal({ region, truth }: RegionLossTools): Promise<void> {
  for (const { source, replica, gateway } of region.links) {
    const lsn = await replica.running?.admin.value('select pg_last_wal_receive_lsn()');
    const bytesCrossed = gateway.bytesForwarded();
    if (lsn)
      truth.append('wal-received', {
        source: source.config.id,
        replica: replica.config.id,
        lsn,
        bytesCrossed,
      });
  }
}
