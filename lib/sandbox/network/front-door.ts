import { keepAnswer } from './keep-answer.ts';
import { makeTcpProxy, type Route } from './tcp-proxy.ts';

/** One address for clients, whatever site is active. */
export interface FrontDoor {
  readonly host: string;
  readonly port: number;
  /** What a client is told that looks the name up now. */
  activeSite(): string;
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Where the clients of a door are led from now on, and where they were until now. */
export interface Switched {
  readonly from: string;
  readonly site: string;
}

export interface FrontDoorRouting {
  readonly initialSite: string;
  /** Each site's end, by name, as it is when a client comes. */
  readonly sites: Readonly<Record<string, () => Route>>;
  /** The active site as the switch says, undefined while there is no switch yet. */
  readonly readSwitch: () => string | undefined;
  readonly healthCheckMs: number;
  /** Readings in a row that have to name another site before the door follows. */
  readonly threshold: number;
  /** How long clients keep the address that they looked up. */
  readonly ttlMs: number;
  /** Told before the first client is led to another site than those before it; never otherwise. */
  readonly onSwitched: (change: Switched) => void;
}

/**
 * Works as a name does whose health check reads the switch: a switch sends new connections to the other site and
 * cuts none, after `threshold` readings, and for clients that looked the name up before when their answer has expired.
 * A switch that names no site of this door changes nothing, as a health check that fails to parse.
 */
export function makeFrontDoor(port: number, routing: FrontDoorRouting): FrontDoor {
  let active = routing.initialSite;
  let led = routing.initialSite;
  let readings = 0;
  let timer: NodeJS.Timeout | undefined;
  const siteOfClients = keepAnswer(() => active, routing.ttlMs);
  const proxy = makeTcpProxy(port, lead);

  function lead(): Route {
    const site = siteOfClients();
    if (site !== led) routing.onSwitched({ from: led, site });
    led = site;
    return routing.sites[site]?.() ?? 'refused';
  }

  function check(): void {
    const named = routing.readSwitch();
    const other = named !== undefined && named !== active && named in routing.sites;
    readings = other ? readings + 1 : 0;
    if (!other || readings < routing.threshold) return;
    active = named;
    readings = 0;
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
