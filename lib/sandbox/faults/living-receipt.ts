import type { FaultReceipt } from '../fis/fault.ts';
import type { FaultTools } from './fault-tools.ts';
import { runningIn } from './region.ts';

/** The receipt of a fault that ends nothing: it counts the processes of the region's servers, and proves no fence. */
export function livingReceipt(
  experiment: string,
  { region, now }: Pick<FaultTools, 'region' | 'now'>,
): FaultReceipt {
  const alive = runningIn(region).flatMap((server) => server.processes());
  return {
    experiment,
    region: region.name,
    processesEnded: 0,
    processesAlive: alive.length,
    storageHeld: false,
    at: now(),
  };
}
