import type { RecoveryPlan } from '../../domain/plan/recovery-plan.ts';
import {
  DEPLOYED_PREFIX,
  divergenceBucket,
  RESTORED_PREFIX,
  WORKFLOWS,
} from '../../deployment/deployed-names.ts';
import type { Subject } from './actions-of-adapters.ts';

export interface Place {
  readonly account: string;
  readonly region: string;
  readonly plans: readonly RecoveryPlan[];
  /** Policies name a key by its ARN: an alias is none that a key is used by. */
  readonly signingKeyArn?: string;
}

/**
 * ARNs of what the plans speak of. A recovery acts in both of a plan's regions: it fences the old primary in one and promotes
 * in the other. Workflows, functions and the key are those of the orchestrator's own region.
 */
export function resourcesOf({
  account,
  region,
  plans,
  signingKeyArn,
}: Place): Readonly<Record<Subject, readonly string[]>> {
  const own = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`;
  const everywhere = (service: string, resource: string) =>
    plans.flatMap(({ sites: { primary, recovery } }) =>
      [primary, recovery].map((site) => `arn:aws:${service}:${site.region}:${account}:${resource}`),
    );
  const instances = plans.flatMap((plan) => instancesOf(plan, account));
  const siteBuckets = plans.flatMap(bucketsOfSites);
  const planBuckets = plans.flatMap(({ buckets }) =>
    buckets.flatMap(({ primary, replica }) => [primary, replica]),
  );
  const machines = WORKFLOWS.map((name) => `${DEPLOYED_PREFIX}${name}`);
  return {
    instances,
    'old-instances': instances.map((arn) => `${arn}-old-*`),
    'restored-instances': everywhere('rds', `db:${RESTORED_PREFIX}*`),
    'database-groups': ['subgrp', 'pg', 'og'].flatMap((kind) => everywhere('rds', `${kind}:*`)),
    snapshots: everywhere('rds', 'snapshot:muster-*'),
    'site-objects': siteBuckets.map((bucket) => `arn:aws:s3:::${bucket}/*`),
    'site-buckets': siteBuckets.map((bucket) => `arn:aws:s3:::${bucket}`),
    'plan-objects': planBuckets.map((bucket) => `arn:aws:s3:::${bucket}/*`),
    'plan-buckets': planBuckets.map((bucket) => `arn:aws:s3:::${bucket}`),
    machines: machines.map((name) => own('states', `stateMachine:${name}`)),
    executions: machines.map((name) => own('states', `execution:${name}:*`)),
    functions: [own('lambda', `function:${DEPLOYED_PREFIX}*`)],
    secrets: plans.flatMap((plan) => secretsOf(plan, account)),
    'signing-key': signingKeyArn === undefined ? [] : [signingKeyArn],
    topics: plans.flatMap(({ notifications }) => notifications.topics),
    experiments: everywhere('fis', 'experiment/*'),
    'experiment-templates': everywhere('fis', 'experiment-template/*'),
    anything: ['*'],
  };
}

function bucketsOfSites({ sites: { primary, recovery } }: RecoveryPlan): readonly string[] {
  return [primary, recovery].flatMap(({ bucket }) => [bucket, divergenceBucket(bucket)]);
}

function instancesOf({ databases, sites }: RecoveryPlan, account: string): readonly string[] {
  const at = (region: string, instance: string) => `arn:aws:rds:${region}:${account}:db:${instance}`;
  return databases.flatMap(({ primary, replica }) => [
    at(sites.primary.region, primary.instance),
    at(sites.recovery.region, replica.instance),
  ]);
}

/** Secrets Manager adds six characters to a name. */
function secretsOf({ databases, sites }: RecoveryPlan, account: string): readonly string[] {
  return databases.flatMap(({ operatorSecret, heartbeatSecret }) =>
    [operatorSecret, heartbeatSecret].flatMap((name) =>
      [sites.primary, sites.recovery].map(
        ({ region }) => `arn:aws:secretsmanager:${region}:${account}:secret:${name}-??????`,
      ),
    ),
  );
}
