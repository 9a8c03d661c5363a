import { closeSync, openSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { ChildRegistry, RegisteredChild } from '../process/child-registry.ts';
import type { KilledTree } from '../process/kill-tree.ts';
import { type WorkloadOrder, WorkloadReady, type WorkloadStart, type WritersWord } from './workload-order.ts';

/** Between two looks at how writers stand: as often as they write. */
const LOOK_EVERY_MS = 50;

/** The services that run in one region. */
export interface RegionWorkload {
  /** `look`: how the writers of its services stand, which they are told as long as the process lives. */
  start(order: WorkloadOrder, look: () => WritersWord): Promise<void>;
  /** Port of a service's server, undefined while none runs. */
  portOf(service: string): number | undefined;
  /** SIGKILL, now; undefined when nothing runs. */
  kill(): KilledTree | undefined;
}

export function makeRegionWorkload(children: ChildRegistry, logDir: string): RegionWorkload {
  let child: RegisteredChild | undefined;
  let ports: Readonly<Record<string, number>> = {};
  return {
    async start(order, look) {
      if (order.services.length === 0) return;
      child = launch(children, join(logDir, `workload-${order.region}.log`), order.region);
      const word = look();
      tellChanges(child, { said: word, look });
      ports = await readyOf(child, { ...order, ...word });
    },
    portOf: (service) => ports[service],
    kill() {
      const tree = child?.kill();
      child = undefined;
      ports = {};
      return tree;
    },
  };
}

function launch(children: ChildRegistry, logPath: string, region: string): RegisteredChild {
  const log = openSync(logPath, 'a');
  const program = join(import.meta.dirname, `workload-main${extname(import.meta.filename)}`);
  try {
    return children.start({
      name: `workload ${region}`,
      file: process.execPath,
      args: [program],
      options: { stdio: ['ignore', log, log, 'ipc'], detached: true },
    });
  } finally {
    closeSync(log);
  }
}

interface Telling {
  /** What it knows already. */
  readonly said: WritersWord;
  readonly look: () => WritersWord;
}

function tellChanges(child: RegisteredChild, { said, look }: Telling): void {
  let last = JSON.stringify(said);
  const timer = setInterval(() => {
    const word = look();
    const text = JSON.stringify(word);
    if (text === last) return;
    last = text;
    // One that has ended meanwhile need not know.
    child.process.send(word, () => undefined);
  }, LOOK_EVERY_MS);
  void child.exited.then(() => clearInterval(timer));
}

function readyOf(child: RegisteredChild, order: WorkloadStart): Promise<WorkloadReady['ports']> {
  return new Promise((resolve, reject) => {
    child.process.once('message', (message) => {
      const ready = WorkloadReady.safeParse(message);
      if (ready.success) resolve(ready.data.ports);
      else
        reject(
          new Error(`the services of ${order.region} answered what was not asked`, { cause: ready.error }),
        );
    });
    void child.exited.then(() =>
      reject(new Error(`the services of ${order.region} ended while they started`)),
    );
    child.process.send(order, (error) => error && reject(error));
  });
}
