import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import * as z from 'zod';
import { acknowledgeWildcards } from '../access/acknowledge-wildcards.ts';

export interface WorkflowProps {
  readonly stateMachineName: string;
  /** States Language in JSONata, with a `${Name}` where the ARN of a function goes. */
  readonly definition: string;
  /** A function for each of those names, and for no other. */
  readonly functions: Readonly<Record<string, IFunction>>;
  readonly logRetention: RetentionDays;
}

const PLACEHOLDER = /\$\{([A-Za-z0-9]+)\}/g;
/** A file body drops the construct's own time-out, so it stands in the file. */
const Timed = z.looseObject({ TimeoutSeconds: z.int().positive() });

/**
 * A state machine from a workflow's file: its text stands in the template, so that a change of it shows in a diff. May call
 * the functions that it names. @throws RangeError where names and functions are not the same set, or no time-out stands in it
 */
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { stateMachineName, definition, functions, logRetention } = props;
    const parsed = Timed.safeParse(JSON.parse(definition)).data;
    if (!parsed) throw new RangeError(`${stateMachineName}: its file has no TimeoutSeconds`);
    const named = namesIn(definition);
    const given = Object.keys(functions).toSorted();
    if (named.join(' ') !== given.join(' '))
      throw new RangeError(
        `${stateMachineName}: its file names ${named.join(', ')}; functions are ${given.join(', ')}`,
      );
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(parsed)),
      definitionSubstitutions: Object.fromEntries(
        Object.entries(functions).map(([name, { functionArn }]) => [name, functionArn]),
      ),
      // What a state was given and gave stands in the run's record; a log of it would be a second one.
      logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
      tracingEnabled: true,
    });
    this.stateMachine.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: given.flatMap((name) => functions[name]?.functionArn ?? []),
      }),
    );
    acknowledgeWildcards(
      this,
      new Map([['*', 'delivery of logs and traces: IAM knows no resource for these calls']]),
    );
  }
}

/** The names of a workflow's functions, each once and in order. */
export function namesIn(definition: string): readonly string[] {
  return [...new Set([...definition.matchAll(PLACEHOLDER)].flatMap(([, name]) => name ?? []))].toSorted();
}
