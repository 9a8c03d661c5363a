import type { Address } from './relay.ts';
import { makeTcpProxy } from './tcp-proxy.ts';

/** One address for clients, whatever site is active. */
export interface FrontDoor {
  readonly host: string;
  readonly port: number;
  activeSite(): string;
  open(): Promise<void>;
  close(): Promise<void>;
}

export interface FrontDoorRouting {
  readonly initialSite: string;
  /** Public address of each site's end, by name. */
  readonly sites: Readonly<Record<string, Address>>;
  /** The active site as the switch says, undefined while there is no switch yet. */
  readonly readSwitch: () => string | undefined;
  readonly healthCheckMs: number;
}

/**
 * Works as a name does whose health check reads the switch: a switch sends new connections to the other site and
 * cuts none. A switch that names no site of this door changes nothing, as a health check that fails to parse.
 */
export function makeFrontDoor(port: number, routing: FrontDoorRouting): FrontDoor {
  let active = routing.initialSite;
  let timer: NodeJS.Timeout | undefined;
  const proxy = makeTcpProxy(port, () => routing.sites[active] ?? 'refused');

  function check(): void {
    const named = routing.readSwitch();
    if (named !== undefined && named in routing.sites) active = named;
  }

  return {
    host: proxy.host,
    port,
    activeSite: () => active,
    async open() {
      await proxy.listen();
      timer = setInterval(check, routing.healthCheckMs);
    },
    async close() {
      clearInterval(timer);
      await proxy.close();
    },
  };
}
