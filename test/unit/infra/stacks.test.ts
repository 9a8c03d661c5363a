import { Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { WORKFLOWS } from '../../../lib/deployment/deployed-names.ts';
import { handlerFiles, workflowText } from '../../../lib/deployment/deployment.ts';
import { type Configuration, readConfiguration } from '../../../lib/infra/configuration.ts';
import { namesIn } from '../../../lib/infra/constructs/workflow.ts';
import { listFiles } from '../architecture/project-tree.ts';
import { appOf, packaged, PROJECT } from './synthesized.ts';

type Packaged = Awaited<ReturnType<typeof packaged>>;
let handlers: Packaged;
let templates: ReadonlyMap<string, Template>;
beforeAll(async () => {
  handlers = await packaged();
  templates = templatesOf(handlers);
});
afterAll(() => handlers.remove());

function templatesOf(given: Packaged, configuration?: Configuration): ReadonlyMap<string, Template> {
  const stacks = appOf(given, configuration).node.children.filter((child) => Stack.isStack(child));
  return new Map(stacks.map((stack) => [stack.stackName, Template.fromStack(stack)]));
}

function template(name: string): Template {
  const found = templates.get(name);
  if (!found) throw new RangeError(`no stack ${name}; there are ${[...templates.keys()].join(', ')}`);
  return found;
}

/** CloudFormation User Guide, "Quotas": what of a template is more than it takes. */
function overfull(found: Template): readonly string[] {
  const json: unknown = found.toJSON();
  const { Resources } = z.object({ Resources: z.record(z.string(), z.unknown()).default({}) }).parse(json);
  const [resources, bytes] = [Object.keys(Resources).length, Buffer.byteLength(JSON.stringify(json))];
  return [
    ...(resources > 500 ? [`${resources} resources`] : []),
    ...(bytes > 1_000_000 ? [`${bytes} bytes`] : []),
  ];
}

const REGIONS = ['eu-central-1', 'eu-west-1'] as const;
const Statement = z.object({
  Effect: z.string(),
  Action: z.union([z.string(), z.array(z.string())]).transform((actions) => [actions].flat()),
  Resource: z.unknown(),
});
const Machine = z.object({
  Properties: z.object({
    StateMachineName: z.string(),
    DefinitionString: z.string(),
    DefinitionSubstitutions: z.record(z.string(), z.unknown()),
  }),
});
const Policy = z.object({
  Properties: z.object({ PolicyDocument: z.object({ Statement: z.array(Statement) }) }),
});

function statementsOf(name: string) {
  const found = template(name);
  return ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
    Object.values(found.findResources(type)).flatMap(
      (resource) => Policy.parse(resource).Properties.PolicyDocument.Statement,
    ),
  );
}

test('each region of a plan has its orchestrator and keeps copies for the others', () => {
  const names = REGIONS.flatMap((region) => [`muster-${region}`, `muster-copies-${region}`]);
  expect([...templates.keys()].toSorted()).toEqual(names.toSorted());
});

describe.each(REGIONS)('the orchestrator of %s', (region) => {
  const stack = `muster-${region}`;
  const other = REGIONS.find((one) => one !== region);

  test('has a function for every handler, on Node.js 24 and arm64, traced, and none runs for ever', () => {
    const names = handlerFiles().map(({ name }) => `muster-${name}`);
    const functions = Object.values(template(stack).findResources('AWS::Lambda::Function'));
    const made = functions.map(({ Properties }) => String(Object(Properties).FunctionName));
    expect(made.toSorted()).toEqual(names.toSorted());
    expect(() =>
      template(stack).allResourcesProperties('AWS::Lambda::Function', {
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        TracingConfig: { Mode: 'Active' },
        Timeout: Match.anyValue(),
        Environment: { Variables: Match.objectLike({ MUSTER_FUNCTION_PREFIX: 'muster-' }) },
        VpcConfig: Match.objectLike({ SubnetIds: Match.anyValue() }),
      }),
    ).not.toThrow();
  });

  test('has every workflow as its file has it, with a time-out, a log and traces', () => {
    const machines = Object.values(template(stack).findResources('AWS::StepFunctions::StateMachine')).map(
      (resource) => Machine.parse(resource).Properties,
    );
    expect(
      machines.map(({ StateMachineName, DefinitionString }) => [
        StateMachineName,
        JSON.parse(DefinitionString),
      ]),
    ).toEqual(WORKFLOWS.map((name) => [`muster-${name}`, JSON.parse(workflowText(name))]));
    for (const { DefinitionString, DefinitionSubstitutions } of machines)
      expect(Object.keys(DefinitionSubstitutions).toSorted()).toEqual(namesIn(DefinitionString));
    expect(() =>
      template(stack).allResourcesProperties('AWS::StepFunctions::StateMachine', {
        LoggingConfiguration: Match.objectLike({ Level: 'ALL', IncludeExecutionData: false }),
        TracingConfiguration: { Enabled: true },
      }),
    ).not.toThrow();
  });

  test('keeps evidence: versions, Object Lock, nothing public, TLS alone, a copy elsewhere, and after the stack', () => {
    expect(() =>
      template(stack).hasResource('AWS::S3::Bucket', {
        Properties: Match.objectLike({
          BucketName: `muster-orders-${region}`,
          ObjectLockEnabled: true,
          VersioningConfiguration: { Status: 'Enabled' },
          ReplicationConfiguration: Match.objectLike({
            Rules: [
              Match.objectLike({
                Destination: { Bucket: `arn:aws:s3:::muster-orders-${region}-copy` },
                DeleteMarkerReplication: { Status: 'Disabled' },
              }),
            ],
          }),
        }),
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      }),
    ).not.toThrow();
    const open = {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    };
    expect(() =>
      template(stack).allResourcesProperties('AWS::S3::Bucket', {
        PublicAccessBlockConfiguration: open,
        BucketEncryption: Match.anyValue(),
      }),
    ).not.toThrow();
    const buckets = Object.keys(template(stack).findResources('AWS::S3::Bucket')).length;
    expect(() =>
      template(stack).resourcePropertiesCountIs(
        'AWS::S3::BucketPolicy',
        {
          PolicyDocument: Match.objectLike({
            Statement: Match.arrayWith([
              Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
            ]),
          }),
        },
        buckets,
      ),
    ).not.toThrow();
  });

  test('keeps what the other region copies to it, which may be as long', () => {
    expect(() =>
      template(`muster-copies-${region}`).hasResource('AWS::S3::Bucket', {
        Properties: Match.objectLike({
          BucketName: `muster-orders-${other}-copy`,
          ObjectLockEnabled: true,
          VersioningConfiguration: { Status: 'Enabled' },
        }),
        DeletionPolicy: 'Retain',
      }),
    ).not.toThrow();
  });

  test('signs with a key on P-256 that outlives the stack, and keeps rows of users under one that can go', () => {
    expect(() =>
      template(stack).hasResource('AWS::KMS::Key', {
        Properties: Match.objectLike({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }),
        DeletionPolicy: 'Retain',
      }),
    ).not.toThrow();
    expect(() =>
      template(stack).hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/muster-evidence' }),
    ).not.toThrow();
    expect(() =>
      template(stack).hasResourceProperties('AWS::S3::Bucket', {
        BucketName: `muster-orders-${region}-diverged`,
        ObjectLockEnabled: Match.absent(),
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            Match.objectLike({
              ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }),
            }),
          ],
        },
      }),
    ).not.toThrow();
  });

  test('lets nothing change something on any resource, but for calls that IAM knows no resource for', () => {
    const anywhere = statementsOf(stack).filter(({ Resource }) => JSON.stringify(Resource).includes('"*"'));
    const changing = new Set(
      anywhere
        .flatMap(({ Action }) => Action)
        .filter((action) => !/:(Describe|Get|List|Lookup)/.test(action)),
    );
    expect([...changing].toSorted()).toEqual([
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:UnassignPrivateIpAddresses',
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
      'states:SendTaskHeartbeat',
      'states:SendTaskSuccess',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
    expect(
      statementsOf(stack)
        .flatMap(({ Action }) => Action)
        .filter((action) => action.endsWith('*')),
    ).toEqual([]);
  });

  test('promotes the instances of its plans and no other', () => {
    const promoting = statementsOf(stack).filter(({ Action }) => Action.includes('rds:PromoteReadReplica'));
    expect(promoting.length).toBeGreaterThan(0);
    for (const { Resource } of promoting)
      expect(Resource).toEqual([
        'arn:aws:rds:eu-central-1:111122223333:db:orders-frankfurt',
        'arn:aws:rds:eu-west-1:111122223333:db:orders-ireland',
      ]);
  });

  test('fits into what CloudFormation takes: 500 resources, and a million bytes', () => {
    expect(overfull(template(stack))).toEqual([]);
  });
});

describe('with every plan of drills/plans', () => {
  const files = listFiles(PROJECT, ['drills/plans'], '.yaml');
  let all: ReadonlyMap<string, Template>;
  beforeAll(() => {
    const path = join(handlers.directory, '..', 'deploy.yaml');
    const paths = files.map((file) => join(PROJECT, file));
    writeFileSync(path, JSON.stringify({ schemaVersion: 1, account: '111122223333', plans: paths }));
    all = templatesOf(handlers, readConfiguration(path));
  });

  test('a region that only watches has the probe and nothing else that could change something', () => {
    const watching = [...all].filter(([name]) => name.startsWith('muster-witness-'));
    expect(watching.length).toBeGreaterThan(0);
    for (const [, found] of watching) {
      const functions = Object.values(found.findResources('AWS::Lambda::Function'));
      expect(functions.map(({ Properties }) => Object(Properties).FunctionName)).toEqual([
        'muster-probe-site',
      ]);
      expect(Object.keys(found.findResources('AWS::StepFunctions::StateMachine'))).toEqual([]);
    }
  });

  test('each region has its orchestrator, and each fits into what CloudFormation takes', () => {
    expect(files.length).toBeGreaterThan(5);
    expect([...all.keys()].filter((name) => /^muster-[a-z]+-[a-z]+-\d$/.test(name)).length).toBeGreaterThan(
      2,
    );
    for (const [name, found] of all) expect([name, ...overfull(found)]).toEqual([name]);
  });
});

test('cdk-nag finds nothing that has no reason beside it, and finds what has none', () => {
  const checked = () => {
    const app = appOf(handlers);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    return app;
  };
  expect(() => checked().synth()).not.toThrow();
  const seeded = checked();
  expect(new Bucket(new Stack(seeded, 'seeded'), 'Open').node.path).toBe('seeded/Open');
  expect(() => seeded.synth()).toThrow('AwsSolutions::AwsSolutions-S1');
});

test('two runs give the same bytes', async () => {
  const again = await packaged();
  try {
    const names = readdirSync(handlers.directory).toSorted();
    expect(readdirSync(again.directory).toSorted()).toEqual(names);
    const differing = names.filter(
      (name) =>
        !readFileSync(join(handlers.directory, name)).equals(readFileSync(join(again.directory, name))),
    );
    expect(differing).toEqual([]);
    const [one, other] = [templates, templatesOf(again)].map((all) =>
      JSON.stringify([...all].map(([name, found]) => [name, found.toJSON()])),
    );
    expect(one).toBe(other);
  } finally {
    again.remove();
  }
});
