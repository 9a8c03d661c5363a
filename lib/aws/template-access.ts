import { FisClient } from '@aws-sdk/client-fis';
import type { FaultTemplates } from '../ports/fault-templates.ts';
import { makeFisTemplates } from './fis-templates.ts';
import { makeRegionClients } from './region-clients.ts';
import type { Account } from './site-access.ts';

/** The injectors of an account as the command line reaches them, in every region. */
export function accessTemplates(account: Account): FaultTemplates & { close(): void } {
  const clients = makeRegionClients(account, (options) => new FisClient(options));
  return { ...makeFisTemplates(clients.of), close: clients.close };
}
