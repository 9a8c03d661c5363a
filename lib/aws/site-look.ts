import { RDSClient } from '@aws-sdk/client-rds';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { Databases } from '../ports/databases.ts';
import type { Executions } from '../ports/executions.ts';
import type { Objects } from '../ports/objects.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Workflows } from '../ports/workflows.ts';
import { makeBucketObjects } from './bucket-objects.ts';
import { clientOptions } from './client-options.ts';
import { makeManagedSecrets } from './managed-secrets.ts';
import { makeRdsDatabases } from './rds-databases.ts';
import { makeSfnExecutions } from './sfn-executions.ts';
import { makeSfnWorkflows } from './sfn-workflows.ts';
import type { Account } from './site-access.ts';

/** A site as somebody looks at it who cannot wait: one attempt a call, since the region may be lost. */
export interface SiteLook {
  readonly region: string;
  readonly objects: Objects;
  readonly databases: Databases;
  readonly executions: Executions;
  readonly workflows: Workflows;
  readonly secrets: Secrets;
  close(): void;
}

export function lookAtSite(
  { endpoint, credentials }: Account,
  { region, bucket }: { readonly region: string; readonly bucket: string },
): SiteLook {
  const options = { ...clientOptions(region), endpoint, credentials };
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const rds = new RDSClient(options);
  const sfn = new SFNClient(options);
  const secrets = new SecretsManagerClient(options);
  const clients = [s3, rds, sfn, secrets];
  return {
    region,
    objects: makeBucketObjects(s3, bucket),
    databases: makeRdsDatabases(() => rds),
    executions: makeSfnExecutions(sfn),
    workflows: makeSfnWorkflows(sfn),
    secrets: makeManagedSecrets(secrets, () => performance.now()),
    close: () => clients.forEach((client) => client.destroy()),
  };
}
