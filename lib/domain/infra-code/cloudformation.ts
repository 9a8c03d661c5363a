import type { InfraChange } from './infra-change.ts';
import type { InfraCode } from './terraform.ts';

/**
 * What brings CloudFormation stacks in line with a run: by region the resources of a change set of type IMPORT, the part of
 * the template that goes with it, and in which order. What a stack is to forget is retained first, so that no update can
 * delete or replace an instance (docs.aws.amazon.com: resource-import-existing-stack, aws-attribute-deletionpolicy).
 */
export function cloudformationCode({ run, changes, addresses }: InfraCode): string {
  const regions = [...new Set(changes.map(({ region }) => region))];
  const stacks = regions.map((region) => {
    const own = changes.filter((change) => change.region === region);
    const named = own.map((change) => ({
      change,
      id: addresses[change.instance] ?? logicalId(change.instance),
    }));
    const taken = named.filter(({ change }) => change.kind !== 'left');
    return {
      region,
      steps: STEPS,
      forget: named.map(({ id }) => id),
      template: { Resources: Object.fromEntries(taken.map(({ id, change }) => [id, resourceOf(change)])) },
      resourcesToImport: taken.map(({ id, change }) => ({
        ResourceType: 'AWS::RDS::DBInstance',
        LogicalResourceId: id,
        ResourceIdentifier: { DBInstanceIdentifier: change.instance },
      })),
    };
  });
  return `${JSON.stringify({ schemaVersion: 1, run, stacks }, null, 2)}\n`;
}

const STEPS = [
  'Update the stack with DeletionPolicy and UpdateReplacePolicy "Retain" on each resource named in "forget", and with no other change.',
  'Update it again without them: each is retained, and none is deleted.',
  'Create a change set of type IMPORT with "resourcesToImport", and with the resources of "template" in the stack\'s template; their other properties as they are now. Look at it: every action has to be Import.',
  'Execute it, and detect drift.',
];

function logicalId(instance: string): string {
  return instance
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

function resourceOf(change: InfraChange) {
  const source = change.kind === 'rebuilt' ? change.source : null;
  return {
    Type: 'AWS::RDS::DBInstance',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      DBInstanceIdentifier: change.instance,
      ...(source && {
        SourceDBInstanceIdentifier: {
          'Fn::Sub': `arn:\${AWS::Partition}:rds:${source.region}:\${AWS::AccountId}:db:${source.instance}`,
        },
        SourceRegion: source.region,
      }),
    },
  };
}
