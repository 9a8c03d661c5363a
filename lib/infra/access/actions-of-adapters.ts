/** What a grant is about; `resources-of-plans.ts` says which ARNs that are. */
export type Subject =
  | 'instances'
  /** Old primaries, renamed aside while a replica is made in their name. */
  | 'old-instances'
  | 'restored-instances'
  | 'database-groups'
  | 'snapshots'
  | 'site-objects'
  | 'site-buckets'
  | 'plan-objects'
  | 'plan-buckets'
  | 'machines'
  | 'executions'
  | 'functions'
  | 'secrets'
  | 'signing-key'
  | 'topics'
  | 'experiments'
  | 'experiment-templates'
  | 'anything';

export interface Grant {
  readonly actions: readonly string[];
  readonly on: readonly Subject[];
}

const RESTORED_WITH: readonly Subject[] = ['restored-instances', 'database-groups'];

/**
 * What each file of lib/aws that a handler can import calls, and on what. A test reads the calls from the code and holds them
 * against this; actions by the Service Authorization Reference. What a call needs besides its own action says why.
 */
export const ACTIONS_OF_ADAPTERS: Readonly<Record<string, readonly Grant[]>> = {
  'bucket-objects.ts': [
    { actions: ['s3:GetObject', 's3:PutObject'], on: ['site-objects'] },
    { actions: ['s3:ListBucket'], on: ['site-buckets'] },
  ],
  'cloudtrail-calls.ts': [{ actions: ['cloudtrail:LookupEvents', 'rds:DescribeEvents'], on: ['anything'] }],
  'experiment-templates.ts': [{ actions: ['fis:ListExperimentTemplates'], on: ['anything'] }],
  'find-instance.ts': [{ actions: ['rds:DescribeDBInstances'], on: ['anything'] }],
  'fis-disruption.ts': [
    { actions: ['fis:GetExperiment', 'fis:StopExperiment'], on: ['experiments'] },
    { actions: ['fis:StartExperiment'], on: ['experiments', 'experiment-templates'] },
  ],
  'instance-settings.ts': [
    {
      actions: [
        'rds:DescribeAccountAttributes',
        'rds:DescribeDBInstances',
        'rds:DescribeDBParameterGroups',
        'rds:DescribeDBSubnetGroups',
        'rds:DescribeOptionGroups',
      ],
      on: ['anything'],
    },
  ],
  'kms-signer.ts': [{ actions: ['kms:GetPublicKey', 'kms:Sign'], on: ['signing-key'] }],
  'lambda-handlers.ts': [{ actions: ['lambda:InvokeFunction'], on: ['functions'] }],
  'listed-versions.ts': [{ actions: ['s3:ListBucketVersions'], on: ['plan-buckets'] }],
  'managed-secrets.ts': [{ actions: ['secretsmanager:GetSecretValue'], on: ['secrets'] }],
  'rds-databases.ts': [
    { actions: ['rds:DescribeDBInstances'], on: ['anything'] },
    { actions: ['rds:PromoteReadReplica'], on: ['instances'] },
  ],
  'rds-instance-gates.ts': [
    { actions: ['rds:ModifyDBInstance', 'rds:StartDBInstance', 'rds:StopDBInstance'], on: ['instances'] },
  ],
  'rds-replicas.ts': [
    {
      actions: ['rds:AddTagsToResource', 'rds:ModifyDBInstance', 'rds:RemoveTagsFromResource'],
      on: ['instances', 'old-instances'],
    },
    { actions: ['rds:CreateDBInstanceReadReplica'], on: ['instances', 'database-groups'] },
  ],
  'rds-restores.ts': [
    { actions: ['rds:DescribeDBInstanceAutomatedBackups'], on: ['anything'] },
    // Tags are given with the call, which needs the action that adds them.
    { actions: ['rds:AddTagsToResource'], on: ['restored-instances'] },
    { actions: ['rds:RestoreDBInstanceFromDBSnapshot'], on: [...RESTORED_WITH, 'snapshots'] },
    { actions: ['rds:RestoreDBInstanceToPointInTime'], on: [...RESTORED_WITH, 'instances'] },
  ],
  'rds-snapshots.ts': [
    { actions: ['rds:DescribeDBSnapshots'], on: ['anything'] },
    { actions: ['rds:CreateDBSnapshot'], on: ['snapshots', 'instances'] },
    // As above; a copy takes tags as well.
    { actions: ['rds:AddTagsToResource', 'rds:CopyDBSnapshot', 'rds:DeleteDBSnapshot'], on: ['snapshots'] },
  ],
  'remove-restored.ts': [
    {
      actions: ['rds:DeleteDBInstance', 'rds:ModifyDBInstance'],
      on: ['restored-instances', 'old-instances'],
    },
  ],
  's3-buckets.ts': [
    { actions: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'], on: ['plan-objects'] },
    { actions: ['s3:GetBucketVersioning', 's3:GetReplicationConfiguration'], on: ['plan-buckets'] },
  ],
  's3-retention.ts': [
    { actions: ['s3:GetBucketObjectLockConfiguration'], on: ['site-buckets'] },
    { actions: ['s3:PutObjectRetention'], on: ['site-objects'] },
  ],
  'sfn-executions.ts': [
    { actions: ['states:ListExecutions'], on: ['machines'] },
    {
      actions: ['states:DescribeExecution', 'states:RedriveExecution', 'states:StopExecution'],
      on: ['executions'],
    },
  ],
  'sfn-workflows.ts': [
    { actions: ['states:StartExecution'], on: ['machines'] },
    { actions: ['states:DescribeExecution', 'states:GetExecutionHistory'], on: ['executions'] },
    // A token is all that names a task: Step Functions knows no resource for these two.
    { actions: ['states:SendTaskHeartbeat', 'states:SendTaskSuccess'], on: ['anything'] },
  ],
  'sns-notifier.ts': [{ actions: ['sns:Publish'], on: ['topics'] }],
  'unfinished-experiments.ts': [{ actions: ['fis:ListExperiments'], on: ['anything'] }],
};
