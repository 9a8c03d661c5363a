import { RDSClient } from '@aws-sdk/client-rds';
import type { Databases } from '../ports/databases.ts';
import { clientOptions } from './client-options.ts';
import { makeRdsDatabases } from './rds-databases.ts';
import type { Account } from './site-access.ts';

/** The databases of an account as the command line reaches them, in every region. */
export function accessDatabases({ endpoint, credentials }: Account): Databases & { close(): void } {
  const clients = new Map<string, RDSClient>();
  const clientOf = (region: string) => {
    const client = clients.get(region) ?? new RDSClient({ ...clientOptions(region), endpoint, credentials });
    clients.set(region, client);
    return client;
  };
  return {
    ...makeRdsDatabases(clientOf),
    close: () => {
      for (const client of clients.values()) client.destroy();
    },
  };
}
