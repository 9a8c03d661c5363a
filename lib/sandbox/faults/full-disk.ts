import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fis/fault.ts';
import type { DatabaseInstance } from '../rds/database-instance.ts';
import { accessOnReturn, fenceFormerPrimaries } from './deferred-fence.ts';
import type { FaultTools } from './fault-tools.ts';
import { livingReceipt } from './living-receipt.ts';
import { runningIn } from './region.ts';

/**
 * One page: what stands in a file's first page, as pg_control does, can still be written, and almost no WAL. The next
 * commit ends the server by PANIC, as a volume does that has no room for WAL; it reads until then. What it has to say
 * about that is lost too once its log has grown beyond a page.
 */
const FULL_AT_BYTES = 8192;

/** How long a server may take to show that it lives, once it can write again. */
const ALIVE_WITHIN_MS = 2_000;

/** Fills the volumes of the region's instances, as far as their servers can tell. */
export function makeFullDisk(tools: FaultTools): Fault {
  const { region } = tools;
  return {
    async inject(experiment) {
      await Promise.all(runningIn(region).map((server) => server.limitFileSize(FULL_AT_BYTES)));
      for (const instance of region.instances) instance.showStorageFull(true);
      return livingReceipt(experiment, tools);
    },
    async undo() {
      await fenceFormerPrimaries(tools);
      await Promise.all(region.instances.map((one) => giveRoom(tools, one)));
    },
  };
}

/** A server that has lost its sessions by a PANIC, or has ended, is started anew: both is what a restart does. */
async function giveRoom(tools: FaultTools, instance: DatabaseInstance): Promise<void> {
  await instance.running?.limitFileSize(null).catch(() => undefined);
  if (!(await isAlive(instance))) await instance.restart(accessOnReturn(tools, instance));
  instance.showStorageFull(false);
}

/** The session that was opened when the server started is still served. */
async function isAlive(instance: DatabaseInstance): Promise<boolean> {
  const answer = instance.running?.admin.value('select 1').then(
    () => true,
    () => false,
  );
  return (await Promise.race([answer, sleep(ALIVE_WITHIN_MS, false, { ref: false })])) ?? false;
}
