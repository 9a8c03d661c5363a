import type { Fault } from '../fis/fault.ts';
import type { LinkShape } from '../network/delay-line.ts';
import type { FaultTools } from './fault-tools.ts';
import { livingReceipt } from './living-receipt.ts';

/** A condition of every link that streams out of the region. The undo lets what is on its way arrive at once, in order. */
export function makeLinkCondition(tools: FaultTools, condition: Partial<LinkShape>): Fault {
  const { region } = tools;
  const reason = `${Object.keys(condition).join()} of ${region.name}`;
  const links = () => region.links.filter((link) => link.source.config.region === region.name);
  return {
    async inject(experiment) {
      if (links().length === 0) throw new Error(`no replica streams from ${region.name}: there is no link`);
      for (const link of links()) link.shaper.set(reason, condition);
      return livingReceipt(experiment, tools);
    },
    async undo() {
      for (const link of links()) link.shaper.clear(reason);
    },
  };
}
