import { closeSync, openSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { ChildRegistry, RegisteredChild } from '../process/child-registry.ts';
import type { KilledTree } from '../process/kill-tree.ts';
import { WorkloadReady, type WorkloadOrder } from './workload-order.ts';

/** The services that run in one region. */
export interface RegionWorkload {
  start(order: WorkloadOrder): Promise<void>;
  /** Port of a service's server, undefined while none runs. */
  portOf(service: string): number | undefined;
  /** SIGKILL, now; undefined when nothing runs. */
  kill(): KilledTree | undefined;
}

export function makeRegionWorkload(children: ChildRegistry, logDir: string): RegionWorkload {
  let child: RegisteredChild | undefined;
  let ports: Readonly<Record<string, number>> = {};
  return {
    async start(order) {
      if (order.services.length === 0) return;
      child = launch(children, join(logDir, `workload-${order.region}.log`), order.region);
      ports = await readyOf(child, order);
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

function readyOf(child: RegisteredChild, order: WorkloadOrder): Promise<WorkloadReady['ports']> {
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
