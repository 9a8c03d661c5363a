import type { Fault } from '../fis/fault.ts';
import type { Loss } from '../network/region-gateway.ts';
import { loseRegion, type RegionLossTools } from './lose-region.ts';
import { returnRegion } from './return-region.ts';

/** The loss of a region as a fault that FIS can start and stop. */
export function makeRegionLoss(tools: RegionLossTools, loss: Loss): Fault {
  return {
    inject: (experiment) => loseRegion(tools, { experiment, loss }),
    undo: () => returnRegion(tools),
  };
}
