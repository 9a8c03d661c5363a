import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import {
  DEPLOYED_PREFIX,
  divergenceBucket,
  EVIDENCE_KEY,
  WORKFLOWS,
} from '../../deployment/deployed-names.ts';
import { kebabCase, workflowText } from '../../deployment/deployment.ts';
import { addFunctions, type HandlerPackage } from '../add-functions.ts';
import type { Configuration } from '../configuration.ts';
import { AccessLogs } from '../constructs/access-logs.ts';
import { DivergenceStore } from '../constructs/divergence-store.ts';
import { SigningKey } from '../constructs/signing-key.ts';
import { SiteBucket } from '../constructs/site-bucket.ts';
import { namesIn, Workflow } from '../constructs/workflow.ts';
import { copyOf, sitesOf } from '../sites.ts';

export interface OrchestratorStackProps extends StackProps {
  readonly region: string;
  readonly configuration: Configuration;
  readonly handlers: HandlerPackage;
}

/**
 * A region's orchestrator: all workflows and their functions, the buckets of the sites that are there, what evidence is signed
 * with. The same stands in each region, so that each recovers the loss of the other and needs nothing of it.
 */
export class OrchestratorStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { region, configuration, handlers, ...props }: OrchestratorStackProps,
  ) {
    super(scope, id, { ...props, suppressTemplateIndentation: true });
    const { bucket: accessLogs } = new AccessLogs(this, 'AccessLogs');
    for (const { bucket, copiedTo } of sitesOf(configuration.plans).filter(
      (site) => site.region === region,
    )) {
      const copyTo = copiedTo === region ? {} : { copyTo: copyOf(bucket) };
      new SiteBucket(this, `Site-${bucket}`, { bucketName: bucket, accessLogs, ...copyTo });
      new DivergenceStore(this, `Diverged-${bucket}`, { bucketName: divergenceBucket(bucket), accessLogs });
    }
    const { key } = new SigningKey(this, 'SigningKey', EVIDENCE_KEY);
    const signingKeyArn = key.keyArn;
    const functions = addFunctions(this, handlers, { configuration, region, signingKeyArn });
    this.#workflows(functions, configuration);
    new CfnOutput(this, 'SigningKeyArn', {
      value: signingKeyArn,
      description: 'Key that signs evidence here',
    });
  }

  #workflows(functions: ReadonlyMap<string, IFunction>, { logDays }: Configuration): void {
    for (const name of WORKFLOWS) {
      const definition = workflowText(name);
      const called = namesIn(definition).flatMap((state) => {
        const made = functions.get(kebabCase(state));
        return made ? [[state, made] as const] : [];
      });
      new Workflow(this, `Workflow-${name}`, {
        stateMachineName: `${DEPLOYED_PREFIX}${name}`,
        definition,
        functions: Object.fromEntries(called),
        logRetention: logDays,
      });
    }
  }
}
