import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Code, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import {
  DEPLOYED_PREFIX,
  divergenceBucket,
  EVIDENCE_KEY,
  WORKFLOWS,
} from '../../deployment/deployed-names.ts';
import { kebabCase, workflowText } from '../../deployment/deployment.ts';
import { handlerSeconds } from '../../deployment/handler-seconds.ts';
import { functionAccess } from '../access/function-access.ts';
import { resourcesOf } from '../access/resources-of-plans.ts';
import type { Configuration, Network } from '../configuration.ts';
import { AccessLogs } from '../constructs/access-logs.ts';
import { DivergenceStore } from '../constructs/divergence-store.ts';
import { SigningKey } from '../constructs/signing-key.ts';
import { SiteBucket } from '../constructs/site-bucket.ts';
import { StepFunction, type StepFunctionNetwork } from '../constructs/step-function.ts';
import { namesIn, Workflow } from '../constructs/workflow.ts';
import { copyOf, sitesOf } from '../sites.ts';

/** Every handler in one package: an entry a function, and what they share beside it. */
export interface HandlerPackage {
  readonly directory: string;
  /** What each handler's code can reach, by the handler's name: paths of files. */
  readonly reached: ReadonlyMap<string, readonly string[]>;
  readonly toolVersion: string;
}

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
    const { account } = configuration;
    const signingKeyArn = key.keyArn;
    const functions = this.#functions(configuration, handlers, { account, region, signingKeyArn });
    this.#workflows(functions, configuration);
    new CfnOutput(this, 'SigningKeyArn', {
      value: signingKeyArn,
      description: 'Key that signs evidence here',
    });
  }

  #functions(
    { plans, networks, logDays }: Configuration,
    { directory, reached, toolVersion }: HandlerPackage,
    place: { readonly account: string; readonly region: string; readonly signingKeyArn: string },
  ): ReadonlyMap<string, IFunction> {
    const code = Code.fromAsset(directory);
    const secondsOf = handlerSeconds(Math.max(...plans.map(({ heartbeat }) => heartbeat.segment.seconds)));
    const resources = resourcesOf({ ...place, plans });
    const network = networks[place.region];
    const inNetwork = network ? { network: this.#network(network) } : {};
    return new Map(
      [...reached].map(([entry, files]) => {
        const { function: made } = new StepFunction(this, `Function-${entry}`, {
          functionName: `${DEPLOYED_PREFIX}${entry}`,
          code,
          entry,
          timeoutSeconds: secondsOf(entry),
          environment: { MUSTER_VERSION: toolVersion, MUSTER_FUNCTION_PREFIX: DEPLOYED_PREFIX },
          access: functionAccess(files, resources),
          logRetention: logDays,
          ...inNetwork,
        });
        return [entry, made];
      }),
    );
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

  /** By their ids alone: nothing is looked up, so that no credentials are needed and two runs give the same. */
  #network({ vpc, subnets, securityGroups }: Network): StepFunctionNetwork {
    const known = Vpc.fromVpcAttributes(this, 'Vpc', { vpcId: vpc, availabilityZones: subnets.map(String) });
    return {
      vpc: known,
      subnets: subnets.map((subnetId) =>
        Subnet.fromSubnetAttributes(this, subnetId, { subnetId, routeTableId: 'not looked up' }),
      ),
      securityGroups: securityGroups.map((group) => SecurityGroup.fromSecurityGroupId(this, group, group)),
    };
  }
}
