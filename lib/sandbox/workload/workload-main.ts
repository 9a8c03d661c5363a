import { flushCompileCache } from 'node:module';
import { startServiceServer } from './service-server.ts';
import { StoreConnection } from './store-connection.ts';
import { openStoreSession } from './store-session.ts';
import { StoreWay } from './store-way.ts';
import {
  type StoreAddress,
  type WorkloadOrder,
  type WorkloadReady,
  WorkloadStart,
  type Writers,
  WritersWord,
} from './workload-order.ts';

type WritersOf = (service: string) => Writers;

/** Of whom nothing was said. */
const UNTOLD: Writers = { gate: 'unread', led: false };

/** The services of one region, in a process of their own that ends with the region, or with whoever started it. */
async function serve(order: WorkloadOrder, writersOf: WritersOf): Promise<WorkloadReady> {
  const wayTo = makeWays(order.caPem);
  const ports = await Promise.all(
    order.services.map(async ({ name, stores }): Promise<[string, number]> => {
      const writers = () => writersOf(name);
      const connections = stores.map((store) => new StoreConnection(store, wayTo(store), writers));
      const identity = { service: name, region: order.region };
      return [name, await startServiceServer(identity, { stores: connections, writers })];
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
  const order = WorkloadStart.parse(message);
  let { writers } = order;
  process.on('message', (word) => void ({ writers } = WritersWord.parse(word)));
  void answer(order, (service) => writers[service] ?? UNTOLD);
});

async function answer(order: WorkloadOrder, writersOf: WritersOf): Promise<void> {
  process.send?.(await serve(order, writersOf));
  // Written now, because a region that is lost does not reach the end at which Node would write it.
  flushCompileCache();
}
