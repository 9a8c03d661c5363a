import { expect, it } from 'vitest';
import { cloudformationCode } from '../../../../lib/domain/infra-code/cloudformation.ts';

const ireland = { region: 'eu-west-1', instance: 'orders-ireland' };
const frankfurt = { region: 'eu-central-1', instance: 'orders-frankfurt' };

it('imports what a stack forgot, retained, under the identifiers that are there', () => {
  const text = cloudformationCode({
    run: 'run-1',
    addresses: { 'orders-frankfurt': 'Primary' },
    changes: [
      { ...ireland, kind: 'promoted' },
      { ...frankfurt, kind: 'rebuilt', source: ireland },
    ],
  });
  expect(JSON.parse(text)).toMatchObject({
    stacks: [
      {
        region: 'eu-west-1',
        forget: ['OrdersIreland'],
        template: {
          Resources: {
            OrdersIreland: {
              DeletionPolicy: 'Retain',
              UpdateReplacePolicy: 'Retain',
              Properties: { DBInstanceIdentifier: 'orders-ireland' },
            },
          },
        },
        resourcesToImport: [
          {
            ResourceType: 'AWS::RDS::DBInstance',
            LogicalResourceId: 'OrdersIreland',
            ResourceIdentifier: { DBInstanceIdentifier: 'orders-ireland' },
          },
        ],
      },
      {
        region: 'eu-central-1',
        template: {
          Resources: {
            Primary: {
              Properties: {
                SourceDBInstanceIdentifier: {
                  'Fn::Sub': 'arn:${AWS::Partition}:rds:eu-west-1:${AWS::AccountId}:db:orders-ireland',
                },
                SourceRegion: 'eu-west-1',
              },
            },
          },
        },
      },
    ],
  });
});

it('forgets an old primary that stands fenced, and imports it not', () => {
  const text = cloudformationCode({ run: 'run-1', addresses: {}, changes: [{ ...frankfurt, kind: 'left' }] });
  expect(JSON.parse(text)).toMatchObject({
    stacks: [{ forget: ['OrdersFrankfurt'], template: { Resources: {} }, resourcesToImport: [] }],
  });
});
