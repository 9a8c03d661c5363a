import { clientOptions } from './client-options.ts';
import type { Account } from './site-access.ts';

type Options = ReturnType<typeof clientOptions> & Account;

/** Clients of one service of an account, one a region, each made when it is asked for first. */
export interface RegionClients<C> {
  readonly of: (region: string) => C;
  readonly close: () => void;
}

export function makeRegionClients<C extends { destroy(): void }>(
  { endpoint, credentials }: Account,
  make: (options: Options) => C,
): RegionClients<C> {
  const clients = new Map<string, C>();
  return {
    of: (region) => {
      const client = clients.get(region) ?? make({ ...clientOptions(region), endpoint, credentials });
      clients.set(region, client);
      return client;
    },
    close: () => {
      for (const client of clients.values()) client.destroy();
    },
  };
}
