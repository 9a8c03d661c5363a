import { flushCompileCache } from 'node:module';
import { startServiceServer } from './service-server.ts';
import { StoreConnection } from './store-connection.ts';
import { openStoreSession } from './store-session.ts';
import { StoreWay } from './store-way.ts';
import { type StoreAddress, WorkloadOrder, type WorkloadReady } from './workload-order.ts';

/** The services of one region, in a process of their own that ends with the region, or with whoever started it. */
async function serve(order: WorkloadOrder): Promise<WorkloadReady> {
  const wayTo = makeWays(order.caPem);
  const ports = await Promise.all(
    order.services.map(async ({ name, stores }): Promise<[string, number]> => {
      const connections = stores.map((store) => new StoreConnection(store, wayTo(store)));
      return [name, await startServiceServer({ service: name, region: order.region }, connections)];
    }),
  );
  return { ports: Object.fromEntries(ports) };
}

/** One way for all services that use a store with the same login. */
function makeWays(caPem: string): (store: StoreAddress) => StoreWay {
  const ways = new Map<string, StoreWay>();
  return (store) => {
    const { host, port, database, user } = store;
    const key = `${user}@${host}:${port}/${database}`;
    const way = ways.get(key) ?? new StoreWay((opening) => openStoreSession(store, caPem, opening));
    ways.set(key, way);
    return way;
  };
}

process.once('disconnect', () => process.exit(0));
process.once('message', (message) => {
  void answer(WorkloadOrder.parse(message));
});

async function answer(order: WorkloadOrder): Promise<void> {
  process.send?.(await serve(order));
  // Written now, because a region that is lost does not reach the end at which Node would write it.
  flushCompileCache();
}
