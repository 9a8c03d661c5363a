import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { makeBucketObjects } from './bucket-objects.ts';
import { patientOptions } from './client-options.ts';
import { makeSfnExecutions } from './sfn-executions.ts';
import { makeSfnWorkflows } from './sfn-workflows.ts';
import type { Executions } from '../ports/executions.ts';
import type { Objects } from '../ports/objects.ts';
import type { Workflows } from '../ports/workflows.ts';

export interface SiteAccess {
  readonly objects: Objects;
  readonly workflows: Workflows;
  readonly executions: Executions;
  close(): void;
}

export interface Account {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A site as the command line reaches it: its bucket and its workflows, through the AWS API. */
export function accessSite(
  { endpoint, credentials }: Account,
  site: { region: string; bucket: string },
): SiteAccess {
  const options = { ...patientOptions(site.region), endpoint, credentials };
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const sfn = new SFNClient(options);
  return {
    objects: makeBucketObjects(s3, site.bucket),
    workflows: makeSfnWorkflows(sfn),
    executions: makeSfnExecutions(sfn),
    close: () => {
      s3.destroy();
      sfn.destroy();
    },
  };
}
