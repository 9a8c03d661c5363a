import type { Address } from './relay.ts';
import { makeTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** How a lost region looks from outside. */
export type Loss = 'silent' | 'refused';

/**
 * Public address of something in a region. It belongs to the network and not to the region: when the region is lost,
 * the packets of its clients go nowhere, whatever has become of the process behind it.
 */
export interface RegionGateway {
  readonly host: string;
  readonly port: number;
  open(): Promise<void>;
  /** Takes effect at once, before any process ends: no reset of a dying server gets out. */
  lose(loss: Loss): void;
  /** Opens again. Connections of before are reset: the machine behind does not know them any more. */
  restore(): Promise<void>;
  bytesForwarded(): number;
  close(): Promise<void>;
}

/** `upstream` gives the address of what stands behind, undefined while nothing does. */
export function makeRegionGateway(port: number, upstream: () => Address | undefined): RegionGateway {
  let lost: Loss | undefined;
  const proxy: TcpProxy = makeTcpProxy(port, () => lost ?? upstream() ?? 'refused');
  return {
    host: proxy.host,
    port,
    open: () => proxy.listen(),
    lose(loss) {
      lost = loss;
      if (loss === 'refused') proxy.closeDoor();
      for (const relay of proxy.connections()) {
        if (loss === 'silent') relay.silence();
        else relay.reset();
      }
    },
    async restore() {
      for (const relay of proxy.connections()) relay.reset();
      lost = undefined;
      await proxy.listen();
    },
    bytesForwarded: () => proxy.bytesForwarded(),
    close: () => proxy.close(),
  };
}
