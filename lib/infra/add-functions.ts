import { SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Code, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { DEPLOYED_PREFIX } from '../deployment/deployed-names.ts';
import { handlerSeconds } from '../deployment/handler-seconds.ts';
import { functionAccess } from './access/function-access.ts';
import { resourcesOf } from './access/resources-of-plans.ts';
import type { Configuration, Network } from './configuration.ts';
import { StepFunction, type StepFunctionNetwork } from './constructs/step-function.ts';

/** Every handler in one package: an entry a function, and what they share beside it. */
export interface HandlerPackage {
  readonly directory: string;
  /** What each handler's code can reach, by the handler's name: paths of files. */
  readonly reached: ReadonlyMap<string, readonly string[]>;
  readonly toolVersion: string;
}

export interface FunctionsOf {
  readonly configuration: Configuration;
  readonly region: string;
  /** Absent where nothing is signed. */
  readonly signingKeyArn?: string;
}

/** A function for each handler of a package, by the handler's name, with a role that may do what its code can reach. */
export function addFunctions(
  scope: Construct,
  { directory, reached, toolVersion }: HandlerPackage,
  { configuration: { account, plans, networks, logDays }, region, signingKeyArn }: FunctionsOf,
): ReadonlyMap<string, IFunction> {
  const code = Code.fromAsset(directory);
  const secondsOf = handlerSeconds(Math.max(...plans.map(({ heartbeat }) => heartbeat.segment.seconds)));
  const resources = resourcesOf({ account, region, plans, ...(signingKeyArn ? { signingKeyArn } : {}) });
  const network = networks[region];
  const inNetwork = network ? { network: networkOf(scope, network) } : {};
  return new Map(
    [...reached].map(([entry, files]) => {
      const { function: made } = new StepFunction(scope, `Function-${entry}`, {
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

/** By their ids alone: nothing is looked up, so that no credentials are needed and two runs give the same. */
function networkOf(scope: Construct, { vpc, subnets, securityGroups }: Network): StepFunctionNetwork {
  const known = Vpc.fromVpcAttributes(scope, 'Vpc', { vpcId: vpc, availabilityZones: subnets.map(String) });
  return {
    vpc: known,
    subnets: subnets.map((subnetId) =>
      Subnet.fromSubnetAttributes(scope, subnetId, { subnetId, routeTableId: 'not looked up' }),
    ),
    securityGroups: securityGroups.map((group) => SecurityGroup.fromSecurityGroupId(scope, group, group)),
  };
}
