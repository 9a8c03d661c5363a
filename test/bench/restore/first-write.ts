import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { openClient } from '../bare/open-client.ts';
import type { BareTarget } from '../bare/series-order.ts';

const INSERT = "insert into bench.documents (id, body) values (-1, 'first write')";
const WITHIN_MS = 120_000;
const OPEN_MS = 2_000;
const EVERY_MS = 5;

/**
 * Resolves when a row was committed: what answers earlier may still be in recovery. `find` answers where the server is
 * to be had, null while that is not known. @throws Error with the last refusal when none was for two minutes.
 */
export async function firstWrite(find: () => Promise<BareTarget | null>): Promise<void> {
  const deadline = performance.now() + WITHIN_MS;
  for (;;) {
    try {
      const target = await find();
      if (target) return await write(target);
      if (performance.now() > deadline) throw new Error('no address');
    } catch (cause) {
      if (performance.now() > deadline)
        throw new Error(`no restored server took a row within ${WITHIN_MS} ms`, { cause });
    }
    await sleep(EVERY_MS);
  }
}

async function write(target: BareTarget): Promise<void> {
  const client: pg.Client = await openClient(target, { unansweredMs: OPEN_MS, onAnswer: () => undefined });
  try {
    await client.query(INSERT);
  } finally {
    client.connection.stream.destroy();
  }
}
