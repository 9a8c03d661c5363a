import type { Ports } from '../network/free-port.ts';
import { makeLinkShaper } from '../network/link-shaper.ts';
import { makeRegionGateway } from '../network/region-gateway.ts';
import type { DatabaseInstance } from '../rds/database-instance.ts';
import type { InstanceDirectory } from '../rds/instance-directory.ts';
import type { ReplicationLink } from './region.ts';
import type { TruthLog } from './truth-log.ts';

export interface LinkTools {
  readonly truth: TruthLog;
  readonly ports: Ports;
}

/** A link of the wide-area network for every replica. @throws Error for a source that is not configured. */
export function makeLinks(directory: InstanceDirectory, tools: LinkTools): Promise<ReplicationLink[]> {
  const replicas = directory.all.filter((one) => one.config.source !== undefined);
  return Promise.all(
    replicas.map((replica) => {
      const source = directory.sourceOf(replica);
      if (!source) throw new Error(`the source of ${replica.config.id} is no instance of this sandbox`);
      return makeLink(source, replica, tools);
    }),
  );
}

/** A way for a replica to stream from its source. */
export async function makeLink(
  source: DatabaseInstance,
  replica: DatabaseInstance,
  { truth, ports }: LinkTools,
): Promise<ReplicationLink> {
  const shaper = makeLinkShaper((what) =>
    truth.append('link-congestion', { source: source.config.id, replica: replica.config.id, ...what }),
  );
  const upstream = () => ({ host: '127.0.0.1', port: source.parts.serverPort });
  const gateway = makeRegionGateway({ port: await ports.free(), upstream, carry: shaper.carry });
  return { source, replica, gateway, shaper };
}
