import type { Fault } from '../fis/fault.ts';
import { fenceFormerPrimaries } from './deferred-fence.ts';
import type { FaultTools } from './fault-tools.ts';
import { livingReceipt } from './living-receipt.ts';
import { noteCrossed } from './note-crossed.ts';
import { runningIn } from './region.ts';

/**
 * Stops every process of the region's database servers. Their sockets stay open, the kernel goes on accepting for
 * them, and what they had handed to a link goes on crossing. A former primary never goes on: it is ended while it is
 * frozen, and starts again behind its fence.
 */
export function makeFreeze(tools: FaultTools): Fault {
  const { region, truth } = tools;
  return {
    async inject(experiment) {
      await Promise.all(runningIn(region).map((server) => server.freeze()));
      const receipt = livingReceipt(experiment, tools);
      truth.append('all-stopped', { experiment, region: region.name, at: receipt.at });
      await noteCrossed(tools).catch(() => undefined);
      return receipt;
    },
    async undo() {
      await fenceFormerPrimaries(tools);
      for (const server of runningIn(region)) server.thaw();
    },
  };
}
