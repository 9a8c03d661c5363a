import type { Loss } from '../network/region-gateway.ts';
import type { FaultReceipt } from '../fis/fault.ts';
import type { FaultTools } from './fault-tools.ts';
import { noteCrossed } from './note-crossed.ts';
import type { Region } from './region.ts';

export type RegionLossTools = Omit<FaultTools, 'api'>;

export interface LossOrder {
  readonly experiment: string;
  readonly loss: Loss;
}

/**
 * Loses a region as a data centre is lost. The network goes first and in the same breath as the kill: no reset of a
 * dying process and no last byte of WAL gets out. Resolves when /proc shows every process gone and the storage is held.
 */
export async function loseRegion(tools: RegionLossTools, order: LossOrder): Promise<FaultReceipt> {
  const { region, states, truth, now } = tools;
  states.set(region.name, { state: 'lost', loss: order.loss });
  // Before the first reset leaves: a client may know of it while the next way is being cut.
  truth.append('kill-requested', { ...order, region: region.name });
  for (const gateway of gatewaysOf(region)) gateway.cut(lossReason(region), order.loss);
  const ended = await endProcesses(tools);
  truth.append('all-dead', { ...order, region: region.name, ...ended });
  const storageHeld = await holdStorage(region);
  const at = now();
  await noteCrossed(tools).catch(() => undefined);
  return { experiment: order.experiment, region: region.name, ...ended, storageHeld, at };
}

/** Every way into the region and out of it. */
export function gatewaysOf({ instances, links, copyRoutes, serviceGateways }: Region) {
  return [
    ...instances.flatMap((one) => one.gateways),
    ...links.map((one) => one.gateway),
    ...copyRoutes.map((one) => one.gateway),
    ...serviceGateways,
  ];
}

/** Why the network of a lost region is cut. */
export function lossReason({ name }: Region): string {
  return `loss of ${name}`;
}

type Ended = Pick<FaultReceipt, 'processesEnded' | 'processesAlive'>;

async function endProcesses({ region, endRegionProcesses }: RegionLossTools): Promise<Ended> {
  const kills = [...region.instances, region.workload]
    .map((one) => one.kill())
    .filter((tree) => tree !== undefined)
    .concat(region.snapshots.kill());
  const others = endRegionProcesses(region.name);
  const survivors = await Promise.all(kills.map((tree) => tree.survivors));
  const own = kills.reduce((sum, tree) => sum + tree.processes.length, 0);
  return { processesEnded: own + (await others), processesAlive: survivors.flat().length };
}

async function holdStorage(region: Region): Promise<boolean> {
  const held = await Promise.all(region.instances.map((one) => one.holdStorage()));
  await region.snapshots.hold();
  return held.every(Boolean);
}
