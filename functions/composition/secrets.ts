import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientOptions } from '../../lib/aws/client-options.ts';
import { makeManagedSecrets } from '../../lib/aws/managed-secrets.ts';
import { ownRegion } from './environment.ts';
import { once } from './once.ts';

/** The logins of a region. */
export const secretsIn = once((region) =>
  makeManagedSecrets(new SecretsManagerClient(clientOptions(region)), () => performance.now()),
);

/** Those of the region that this function runs in. */
export function secrets() {
  return secretsIn(ownRegion());
}
