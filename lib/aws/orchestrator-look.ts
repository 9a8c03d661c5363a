import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetBucketLocationCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { callAws } from './aws-failure.ts';
import { clientOptions } from './client-options.ts';
import type { Account } from './site-access.ts';

/** Names of the functions that a definition calls, by their ARNs in it. */
const FUNCTION = /:function:([\w-]+)/g;

export interface DescribedMachine {
  readonly state: string;
  readonly functions: readonly string[];
}

/** What stands of an orchestrator in one region, and where a bucket is. */
export interface OrchestratorLook {
  machine(arn: string): Promise<DescribedMachine>;
  functionState(name: string): Promise<string>;
  bucketRegion(bucket: string): Promise<string>;
  close(): void;
}

export function lookAtOrchestrator({ endpoint, credentials }: Account, region: string): OrchestratorLook {
  const options = { ...clientOptions(region), endpoint, credentials };
  const sfn = new SFNClient(options);
  const lambda = new LambdaClient(options);
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  return {
    machine: async (stateMachineArn) => {
      const { status, definition } = await callAws(`Step Functions in ${region}`, () =>
        sfn.send(new DescribeStateMachineCommand({ stateMachineArn })),
      );
      const called = [...(definition ?? '').matchAll(FUNCTION)].flatMap(([, name]) => name ?? []);
      return { state: status ?? 'unknown', functions: [...new Set(called)].toSorted() };
    },
    functionState: async (FunctionName) => {
      const { Configuration } = await callAws(`Lambda in ${region}`, () =>
        lambda.send(new GetFunctionCommand({ FunctionName })),
      );
      return Configuration?.State ?? 'unknown';
    },
    bucketRegion: async (Bucket) => {
      const answer = await callAws(`S3 in ${region}`, () =>
        s3.send(new GetBucketLocationCommand({ Bucket })),
      );
      // "Buckets in Region us-east-1 have a LocationConstraint of null": API_GetBucketLocation.
      return answer.LocationConstraint ?? 'us-east-1';
    },
    close: () => [sfn, lambda, s3].forEach((client) => client.destroy()),
  };
}
