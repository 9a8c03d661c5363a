import { RDSClient } from '@aws-sdk/client-rds';
import type { Databases } from '../ports/databases.ts';
import { makeRdsDatabases } from './rds-databases.ts';
import { makeRegionClients } from './region-clients.ts';
import type { Account } from './site-access.ts';

/** The databases of an account as the command line reaches them, in every region. */
export function accessDatabases(account: Account): Databases & { close(): void } {
  const clients = makeRegionClients(account, (options) => new RDSClient(options));
  return { ...makeRdsDatabases(clients.of), close: clients.close };
}
