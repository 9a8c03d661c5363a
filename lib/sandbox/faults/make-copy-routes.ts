import { type CopyRoute, makeCopyRoute } from '../network/copy-route.ts';
import type { Ports } from '../network/free-port.ts';

/** A way for snapshots from every region to every other one. */
export function makeCopyRoutes(regions: readonly string[], ports: Ports): Promise<CopyRoute[]> {
  const pairs = regions.flatMap((from) => regions.filter((to) => to !== from).map((to) => ({ from, to })));
  return Promise.all(
    pairs.map(async (pair) =>
      makeCopyRoute({ ...pair, port: await ports.free(), senderPort: await ports.free() }),
    ),
  );
}
