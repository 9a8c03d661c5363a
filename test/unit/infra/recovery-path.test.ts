import { basename, sep } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kebabCase, workflowText } from '../../../lib/deployment/deployment.ts';
import { ACTIONS_OF_ADAPTERS } from '../../../lib/infra/access/actions-of-adapters.ts';
import { namesIn } from '../../../lib/infra/constructs/workflow.ts';
import { packaged } from './synthesized.ts';

let handlers: Awaited<ReturnType<typeof packaged>>;
beforeAll(async () => void (handlers = await packaged()));
afterAll(() => handlers.remove());

/** Control planes that one region serves for all, and settings that depend on one: they fail with it. */
const FORBIDDEN = [
  /^iam:/,
  /^sts:AssumeRole/,
  /^organizations:/,
  /^cloudformation:/,
  /^route53:/,
  /^route53-recovery-control-config:/,
  /^cloudfront:/,
  /^s3:(Create|Delete)Bucket$/,
  /^s3:PutBucket/,
  /^s3:Put(ReplicationConfiguration|EncryptionConfiguration|LifecycleConfiguration)$/,
];

const forbidden = (actions: readonly string[]) =>
  actions.filter((action) => FORBIDDEN.some((pattern) => pattern.test(action)));

/** Every action that the code of a workflow's functions can reach. */
function actionsOf(workflow: string): readonly string[] {
  const entries = namesIn(workflowText(workflow)).map(kebabCase);
  const files = entries.flatMap((entry) => handlers.reached.get(entry) ?? []);
  const adapters = new Set(
    files.filter((file) => file.includes(`${sep}lib${sep}aws${sep}`)).map((file) => basename(file)),
  );
  const grants = [...adapters].flatMap((name) => ACTIONS_OF_ADAPTERS[name] ?? []);
  return [...new Set(grants.flatMap(({ actions }) => actions))].toSorted();
}

test.each(['failover', 'switchover', 'deferred-fence', 'heartbeat', 'herald', 'restore'])(
  'a %s calls no control plane that another region serves',
  (workflow) => {
    expect(actionsOf(workflow).length).toBeGreaterThan(3);
    expect(forbidden(actionsOf(workflow))).toEqual([]);
  },
);

test('all that a failover can call is a regional service: RDS, S3, Step Functions, Lambda and what they need', () => {
  const services = new Set(actionsOf('failover').map((action) => action.split(':')[0] ?? ''));
  expect([...services].toSorted()).toEqual([
    'cloudtrail',
    'fis',
    'kms',
    'lambda',
    'rds',
    's3',
    'secretsmanager',
    'states',
  ]);
});

test('what is forbidden is found', () => {
  const asked = [
    'route53:ChangeResourceRecordSets',
    's3:PutBucketReplication',
    's3:PutObject',
    'iam:PassRole',
  ];
  expect(forbidden(asked)).toEqual([
    'route53:ChangeResourceRecordSets',
    's3:PutBucketReplication',
    'iam:PassRole',
  ]);
});
