import type { Carry } from './carriage.ts';
import type { Address } from './relay.ts';
import { makeTcpProxy, type Passage } from './tcp-proxy.ts';

/** How a path that is cut looks from outside. */
export type Loss = 'silent' | 'refused';

/**
 * Public address of something in a region. It belongs to the network and not to the region: when the way is cut,
 * the packets of its clients go nowhere, whatever has become of the process behind it. Several may have cut it, each
 * for a reason of its own; it passes again when the last of them has mended it, in whatever order.
 */
export interface RegionGateway extends Passage {
  readonly host: string;
  readonly port: number;
  open(): Promise<void>;
  /** Takes effect at once, before any process ends: no reset of a dying server gets out. Silence hides a refusal. */
  cut(reason: string, loss: Loss): void;
  /**
   * Takes one cut back. When it was the last, the way opens, and connections of before are reset: what they had on
   * its way is lost for good. Harmless for a reason that cut nothing.
   */
  mend(reason: string): Promise<void>;
  bytesForwarded(): number;
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly port: number;
  /** Address of what stands behind, undefined while nothing does. */
  /** Where its answer is "silent", new connections are dropped and the open ones stay. */
  readonly upstream: () => Address | 'silent' | undefined;
  readonly carry?: Carry;
}

export function makeRegionGateway({ port, upstream, carry }: GatewayOptions): RegionGateway {
  const cuts = new Map<string, Loss>();
  const proxy = makeTcpProxy(port, () => lossOf(cuts) ?? upstream() ?? 'refused', carry);

  function meet(loss: Loss): void {
    if (loss === 'refused') proxy.closeDoor();
    else void proxy.listen();
    for (const relay of proxy.connections()) {
      if (loss === 'silent') relay.silence();
      else relay.reset();
    }
  }

  return {
    host: proxy.host,
    port,
    open: () => proxy.listen(),
    admit: (client) => proxy.admit(client),
    cut(reason, loss) {
      const before = lossOf(cuts);
      cuts.set(reason, loss);
      const now = lossOf(cuts);
      if (now !== undefined && now !== before) meet(now);
    },
    async mend(reason) {
      const before = lossOf(cuts);
      if (!cuts.delete(reason)) return;
      const now = lossOf(cuts);
      if (now !== undefined) return now === before ? undefined : meet(now);
      for (const relay of proxy.connections()) relay.reset();
      await proxy.listen();
    },
    bytesForwarded: () => proxy.bytesForwarded(),
    close: () => proxy.close(),
  };
}

/** A refusal does not get through a network that is silent. */
function lossOf(cuts: ReadonlyMap<string, Loss>): Loss | undefined {
  const all = [...cuts.values()];
  return all.find((loss) => loss === 'silent') ?? all[0];
}
