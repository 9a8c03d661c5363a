import { startServiceServer } from './service-server.ts';
import { makeStoreConnection } from './store-connection.ts';
import { WorkloadOrder, type WorkloadReady } from './workload-order.ts';

/** The services of one region, in a process of their own that ends with the region, or with whoever started it. */
async function serve(order: WorkloadOrder): Promise<WorkloadReady> {
  const ports = await Promise.all(
    order.services.map(async ({ name, stores }): Promise<[string, number]> => {
      const connections = stores.map((store) => makeStoreConnection(store, order.caPem));
      return [name, await startServiceServer({ service: name, region: order.region }, connections)];
    }),
  );
  return { ports: Object.fromEntries(ports) };
}

process.once('disconnect', () => process.exit(0));
process.once('message', (message) => {
  void serve(WorkloadOrder.parse(message)).then((ready) => process.send?.(ready));
});
