import { FisClient } from '@aws-sdk/client-fis';
import type { FaultTemplates } from '../ports/fault-templates.ts';
import { clientOptions } from './client-options.ts';
import { makeFisTemplates } from './fis-templates.ts';
import type { Account } from './site-access.ts';

/** The injectors of an account as the command line reaches them, in every region. */
export function accessTemplates({ endpoint, credentials }: Account): FaultTemplates & { close(): void } {
  const clients = new Map<string, FisClient>();
  const clientOf = (region: string) => {
    const client = clients.get(region) ?? new FisClient({ ...clientOptions(region), endpoint, credentials });
    clients.set(region, client);
    return client;
  };
  return {
    ...makeFisTemplates(clientOf),
    close: () => {
      for (const client of clients.values()) client.destroy();
    },
  };
}
