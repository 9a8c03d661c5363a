import { freePort } from '../network/free-port.ts';
import { makeRegionGateway } from '../network/region-gateway.ts';
import type { InstanceDirectory } from '../rds/instance-directory.ts';
import type { ReplicationLink } from './region.ts';

/** A link of the wide-area network for every replica. @throws Error for a source that is not configured. */
export function makeLinks(directory: InstanceDirectory): Promise<ReplicationLink[]> {
  const replicas = directory.all.filter((one) => one.config.source !== undefined);
  return Promise.all(
    replicas.map(async (replica) => {
      const source = directory.sourceOf(replica);
      if (!source) throw new Error(`the source of ${replica.config.id} is no instance of this sandbox`);
      const address = { host: '127.0.0.1', port: source.parts.serverPort };
      return { source, replica, gateway: makeRegionGateway(await freePort(), () => address) };
    }),
  );
}
