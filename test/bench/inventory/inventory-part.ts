import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { allPassed, atMost, type BenchContext, figure } from '../bench-context.ts';
import { InventoryMessage } from './inventory-message.ts';
import { EVERY, KEYS } from './synthetic-bucket.ts';

const MB_PER_MIB = 2 ** 20 / 1e6;

/**
 * As a function has it, whose memory size bounds V8's heap. Without a bound V8 takes what a large machine has, and what
 * is resident says how late it collects, not how much is needed.
 */
const HEAP = ['--max-old-space-size=64', '--max-semi-space-size=4'];

/** The pages of a million keys a side, read and compared over HTTP by the real client, in a process of its own. */
export async function inventoryPart({ say }: BenchContext) {
  const server = start('./bucket-server-main.ts');
  try {
    const { port } = z.object({ port: z.int() }).parse(await messageOf(server));
    const comparing = start('./inventory-main.ts', `http://127.0.0.1:${port}`);
    const result = inventoryResult(InventoryMessage.parse(await messageOf(comparing)));
    say(`inventory: ${Math.round(result.keysPerSecond)} keys a second of both sides`);
    return result;
  } finally {
    server.kill();
  }
}

export function inventoryResult(measured: InventoryMessage) {
  const { readSeconds, compareSeconds, residentMiBBefore, peaksResidentMiB, keptMiB, unread, counts } =
    measured;
  const wanted = { missing: KEYS / EVERY, different: KEYS / EVERY, same: KEYS - (2 * KEYS) / EVERY };
  const wrong = Object.entries(wanted).reduce(
    (sum, [kind, many]) => sum + Math.abs((counts[kind] ?? 0) - many),
    unread === null ? 0 : KEYS,
  );
  const bars = [
    atMost(
      `MB that are resident at most, all of the process, ${KEYS} keys a side`,
      Math.max(...peaksResidentMiB) * MB_PER_MIB,
      200,
    ),
    atMost('seconds to those of reading the same pages alone', compareSeconds / readSeconds, 1.25),
    atMost('keys counted as what they are not', wrong, 0),
  ];
  const keysPerSecond = KEYS / compareSeconds;
  const figures = [
    figure('keys of both sides compared a second', keysPerSecond),
    figure(
      'MB that are resident at most beyond those before',
      (Math.max(...peaksResidentMiB) - residentMiBBefore) * MB_PER_MIB,
    ),
    figure(
      'MiB kept after the last slice beyond those after the first',
      (keptMiB.at(-1) ?? 0) - (keptMiB[0] ?? 0),
    ),
  ];
  return { passed: allPassed(bars), bars, figures, keysPerSecond, measured };
}

function start(main: string, ...args: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(main, import.meta.url));
  return fork(path, args, {
    execArgv: ['--expose-gc', ...HEAP],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

async function messageOf(child: ChildProcess): Promise<unknown> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a process of the bench ended with ${code} and gave no numbers`);
  });
  const [message] = await Promise.race([once(child, 'message'), ended]);
  return message;
}
