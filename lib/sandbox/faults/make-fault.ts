import type { Fault } from '../fis/fault.ts';
import { makeApiCondition } from './api-condition.ts';
import type { FaultSpec } from './fault-spec.ts';
import type { FaultTools } from './fault-tools.ts';
import { makeFreeze } from './freeze.ts';
import { makeFullDisk } from './full-disk.ts';
import { makeLinkCondition } from './link-condition.ts';
import { makePartition } from './partition.ts';
import { makeRegionLoss } from './region-loss.ts';

export interface FaultOrder {
  /** As it was written. */
  readonly text: string;
  readonly spec: FaultSpec;
}

/** The fault that was asked for. What it is and when it was in force stands in the truth, whatever it is. */
export function makeFault(tools: FaultTools, { text, spec }: FaultOrder): Fault {
  const fault = faultOf(tools, spec);
  const note = (event: string, more: object): void =>
    tools.truth.append(event, { fault: text, kind: spec.kind, region: tools.region.name, ...more });
  return {
    async inject(experiment) {
      note('fault-requested', { experiment });
      const receipt = await fault.inject(experiment);
      // `at` is that of the receipt: what follows it in `inject` only looks.
      note('fault-in-force', receipt);
      return receipt;
    },
    async undo() {
      note('undo-requested', {});
      await fault.undo();
      note('fault-undone', {});
    },
  };
}

function faultOf(tools: FaultTools, spec: FaultSpec): Fault {
  switch (spec.kind) {
    case 'region-loss':
      return makeRegionLoss(tools, spec.loss);
    case 'partition':
      return makePartition(tools, spec.from);
    case 'freeze':
      return makeFreeze(tools);
    case 'full-disk':
      return makeFullDisk(tools);
    case 'replication-delay':
      return makeLinkCondition(tools, { delayMs: spec.delayMs });
    case 'bandwidth':
      return makeLinkCondition(tools, { bytesPerSecond: spec.bytesPerSecond });
    default:
      return makeApiCondition(tools, spec);
  }
}
