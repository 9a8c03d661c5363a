import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ISecurityGroup, ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type Code,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../access/acknowledge-wildcards.ts';
import type { Access } from '../access/function-access.ts';

export interface StepFunctionProps {
  /** As states and other functions call it. */
  readonly functionName: string;
  /** A package with `<entry>.mjs`, which exports `handler`. */
  readonly code: Code;
  readonly entry: string;
  /** Less than the states that call it wait. */
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  /** All that it may do besides writing its own log and traces. */
  readonly access: Access;
  readonly logRetention: RetentionDays;
  /** Absent: outside of any VPC. */
  readonly network?: StepFunctionNetwork;
}

export interface StepFunctionNetwork {
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  readonly securityGroups: readonly ISecurityGroup[];
}

/** SDK, zod and a database's driver are compiled at a cold start: more memory is more of a processor. */
const MEMORY_MB = 1024;

/** One step of a workflow as a function, with a role of its own that may do what its code can call and nothing else. */
export class StepFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: StepFunctionProps) {
    super(scope, id);
    const { functionName, code, entry, timeoutSeconds, environment, logRetention, network } = props;
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    for (const statement of props.access.statements) role.addToPolicy(statement);
    if (network) role.addToPolicy(interfaces());
    acknowledgeWildcards(this, new Map([...props.access.wildcards, TRACES]));
    this.function = new LambdaFunction(this, 'Function', {
      functionName,
      code,
      handler: `${entry}.handler`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: MEMORY_MB,
      timeout: Duration.seconds(timeoutSeconds),
      environment: { ...environment },
      tracing: Tracing.ACTIVE,
      logGroup,
      role,
      ...(network
        ? {
            vpc: network.vpc,
            vpcSubnets: { subnets: [...network.subnets] },
            securityGroups: [...network.securityGroups],
          }
        : {}),
    });
    logGroup.grantWrite(role);
  }
}

/** X-Ray and EC2 name nothing beforehand of what a function writes and is connected by. */
const TRACES = ['*', 'traces, network interfaces and lists: IAM knows no resource for these calls'] as const;

/** Lambda makes network interfaces as the function's role; EC2 names none of them beforehand (Lambda Developer Guide, "VPC"). */
function interfaces(): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  });
}
