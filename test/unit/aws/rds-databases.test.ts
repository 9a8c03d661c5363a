import { RDSClient } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { makeRdsDatabases } from '../../../lib/aws/rds-databases.ts';
import { answering, sdkError, sending } from '../../fakes/sdk-client.ts';

const REF = { region: 'eu-west-1', instance: 'orders-west' };

const DESCRIBED = {
  DBInstanceIdentifier: 'orders-west',
  DBInstanceStatus: 'available',
  ReadReplicaSourceDBInstanceIdentifier: 'arn:aws:rds:eu-north-1:1:db:orders-north',
  Endpoint: { Address: '10.1.0.1', Port: 5432 },
  TagList: [{ Key: 'muster:run', Value: 'run-1' }],
};

const INSTANCE = {
  ...REF,
  status: 'available',
  source: 'arn:aws:rds:eu-north-1:1:db:orders-north',
  host: '10.1.0.1',
  port: 5432,
  tags: { 'muster:run': 'run-1' },
  securityGroups: [],
};

function makeDatabases(...answers: readonly unknown[]) {
  const { asked, send } = answering(...answers);
  const regions: string[] = [];
  const databases = makeRdsDatabases((region) => {
    regions.push(region);
    return sending(new RDSClient({ region }), send);
  });
  return { asked, regions, databases };
}

describe('managed databases', () => {
  it('are described by the control plane of their region', async () => {
    const { asked, regions, databases } = makeDatabases({ DBInstances: [DESCRIBED] });
    await expect(databases.describe(REF)).resolves.toEqual(INSTANCE);
    expect(regions).toEqual(['eu-west-1']);
    expect(asked).toMatchObject([
      { command: 'DescribeDBInstancesCommand', input: { DBInstanceIdentifier: 'orders-west' } },
    ]);
  });

  it('have no source once they are promoted', async () => {
    const promoted = { ...DESCRIBED, ReadReplicaSourceDBInstanceIdentifier: undefined };
    await expect(makeDatabases({ DBInstances: [promoted] }).databases.describe(REF)).resolves.toMatchObject({
      source: null,
    });
  });

  it.each([
    ['DBInstanceNotFound', sdkError('DBInstanceNotFound')],
    ['DBInstanceNotFoundFault', sdkError('DBInstanceNotFoundFault')],
    ['an empty answer', { DBInstances: [] }],
  ])('are not found by %s', async (_what, answer) => {
    await expect(makeDatabases(answer).databases.describe(REF)).rejects.toMatchObject({
      name: 'ReplicaNotFound',
      message: 'RDS in eu-west-1: saw no instance orders-west; expected the instance that the plan names',
    });
  });

  it('are listed page by page', async () => {
    const { asked, databases } = makeDatabases(
      { DBInstances: [DESCRIBED], Marker: 'next' },
      { DBInstances: [{ ...DESCRIBED, DBInstanceIdentifier: 'other' }] },
    );
    const listed = await databases.list('eu-west-1');
    expect(listed.map(({ instance }) => instance)).toEqual(['orders-west', 'other']);
    expect(asked.map(({ input }) => input)).toMatchObject([{}, { Marker: 'next' }]);
  });

  it('are promoted by one call, whose request is named', async () => {
    const { asked, databases } = makeDatabases({ $metadata: { requestId: 'request-1' } });
    await expect(databases.promote(REF)).resolves.toBe('request-1');
    expect(asked).toEqual([
      { command: 'PromoteReadReplicaCommand', input: { DBInstanceIdentifier: 'orders-west' } },
    ]);
  });

  it.each(['InvalidDBInstanceState', 'InvalidDBInstanceStateFault'])(
    'refuse a promotion with %s',
    async (name) => {
      const cause = sdkError(name, 'DB Instance is not in available state');
      await expect(makeDatabases(cause).databases.promote(REF)).rejects.toMatchObject({
        name: 'PromotionRefused',
        message:
          'orders-west in eu-west-1: saw DB Instance is not in available state; expected a replica that is available',
        cause,
      });
    },
  );

  it('leave a promotion unknown when they throttle, and unreachable when they are silent', async () => {
    await expect(makeDatabases(sdkError('Throttling')).databases.promote(REF)).rejects.toMatchObject({
      name: 'ThrottledUnknown',
      message: 'RDS in eu-west-1: saw Throttling; expected an answer that says done or failed',
    });
    await expect(makeDatabases(sdkError('TimeoutError')).databases.promote(REF)).rejects.toMatchObject({
      name: 'RegionUnreachable',
      message: 'RDS in eu-west-1: saw TimeoutError; expected an answer within 4 s',
    });
    await expect(makeDatabases(sdkError('TimeoutError')).databases.describe(REF)).rejects.toMatchObject({
      name: 'RegionUnreachable',
    });
  });
});
