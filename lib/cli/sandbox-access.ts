import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { makeBucketObjects } from '../aws/bucket-objects.ts';
import { clientOptions } from '../aws/client-options.ts';
import { makeSfnWorkflows } from '../aws/sfn-workflows.ts';
import type { Objects } from '../ports/objects.ts';
import type { Workflows } from '../ports/workflows.ts';

export interface SandboxAccess {
  readonly objects: Objects;
  readonly workflows: Workflows;
  close(): void;
}

export interface Account {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The recovery site of a sandbox as the command line reaches it: through the AWS API, like anybody else. */
export function accessSandbox(
  { endpoint, credentials }: Account,
  site: { region: string; bucket: string },
): SandboxAccess {
  const options = { ...clientOptions(site.region), endpoint, credentials };
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const sfn = new SFNClient(options);
  return {
    objects: makeBucketObjects(s3, site.bucket),
    workflows: makeSfnWorkflows(sfn),
    close: () => {
      s3.destroy();
      sfn.destroy();
    },
  };
}
