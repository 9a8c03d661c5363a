import type { Fault } from '../fis/fault.ts';
import type { ApiCondition } from './api-conditions.ts';
import type { FaultTools } from './fault-tools.ts';
import { livingReceipt } from './living-receipt.ts';

/** A condition of the region's own APIs. */
export function makeApiCondition(tools: FaultTools, condition: ApiCondition): Fault {
  const { region, api } = tools;
  return {
    async inject(experiment) {
      api.set(region.name, condition);
      return livingReceipt(experiment, tools);
    },
    async undo() {
      api.clear(region.name, condition);
    },
  };
}
