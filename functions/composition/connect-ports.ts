import { readFileSync } from 'node:fs';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientOptions } from '../../lib/aws/client-options.ts';
import { makeManagedSecrets } from '../../lib/aws/managed-secrets.ts';
import { setting } from './environment.ts';
import { once } from './once.ts';

/** What opening a session on PostgreSQL takes: the logins of a region, and the authority to trust. */
export const connectPorts = once((region) => ({
  secrets: makeManagedSecrets(new SecretsManagerClient(clientOptions(region)), () => performance.now()),
  ca: readFileSync(setting('PGSSLROOTCERT'), 'utf8'),
}));
