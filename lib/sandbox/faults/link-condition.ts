import type { Fault } from '../fis/fault.ts';
import type { LinkShape } from '../network/delay-line.ts';
import type { FaultTools } from './fault-tools.ts';
import { livingReceipt } from './living-receipt.ts';

/** A condition of every link that streams out of the region, and of the ways that snapshots take out of it. The undo lets what is on its way arrive at once, in order. */
export function makeLinkCondition(tools: FaultTools, condition: Partial<LinkShape>): Fault {
  const { region } = tools;
  const reason = `${Object.keys(condition).join()} of ${region.name}`;
  const links = () => region.links.filter((link) => link.source.config.region === region.name);
  const ways = () => [...links(), ...region.copyRoutes.filter((route) => route.from === region.name)];
  return {
    async inject(experiment) {
      if (links().length === 0) throw new Error(`no replica streams from ${region.name}: there is no link`);
      for (const one of ways()) one.shaper.set(reason, condition);
      return livingReceipt(experiment, tools);
    },
    async undo() {
      for (const one of ways()) one.shaper.clear(reason);
    },
  };
}
