import { DescribeDBInstancesCommand, PromoteReadReplicaCommand, type RDSClient } from '@aws-sdk/client-rds';
import { PromotionRefused, ReplicaNotFound } from '../domain/failure.ts';
import type { DatabaseInstance, Databases, InstanceRef } from '../ports/databases.ts';
import { callAws, callAwsAgain, errorName } from './aws-failure.ts';
import { REQUEST_LIMIT_MS } from './client-options.ts';
import { describedInstance } from './described-instance.ts';

const NOT_FOUND = /^DBInstanceNotFound(Fault)?$/;

/** Managed databases on RDS; `limitMs` is the time-out of its clients. Errors by name: docs.aws.amazon.com/AmazonRDS/latest/APIReference */
export function makeRdsDatabases(
  clientOf: (region: string) => RDSClient,
  limitMs = REQUEST_LIMIT_MS,
): Databases {
  const describe = async (region: string, instance?: string): Promise<readonly DatabaseInstance[]> => {
    const found: DatabaseInstance[] = [];
    let marker: string | undefined;
    do {
      const page = await callAwsAgain(
        `RDS in ${region}`,
        () =>
          clientOf(region).send(
            new DescribeDBInstancesCommand({ DBInstanceIdentifier: instance, Marker: marker }),
          ),
        limitMs,
      );
      found.push(...(page.DBInstances ?? []).map((described) => describedInstance(region, described)));
      marker = page.Marker;
    } while (marker);
    return found;
  };
  return {
    list: (region) => describe(region),
    describe: async (ref) => {
      try {
        const [found] = await describe(ref.region, ref.instance);
        if (found) return found;
      } catch (error) {
        if (!NOT_FOUND.test(errorName(error))) throw error;
      }
      throw notFound(ref);
    },
    promote: (ref) => promote(clientOf(ref.region), ref),
  };
}

function notFound({ region, instance }: InstanceRef, cause?: unknown): ReplicaNotFound {
  return new ReplicaNotFound({
    subject: `RDS in ${region}`,
    seen: `no instance ${instance}`,
    limit: 'the instance that the plan names',
    cause,
  });
}

async function promote(rds: RDSClient, { region, instance }: InstanceRef): Promise<string> {
  try {
    const answer = await callAws(`RDS in ${region}`, () =>
      rds.send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: instance })),
    );
    return answer.$metadata.requestId ?? 'unknown';
  } catch (error) {
    if (NOT_FOUND.test(errorName(error))) throw notFound({ region, instance }, error);
    if (!/^InvalidDBInstanceState(Fault)?$/.test(errorName(error))) throw error;
    throw new PromotionRefused({
      subject: `${instance} in ${region}`,
      seen: error instanceof Error ? error.message : String(error),
      limit: 'a replica that is available',
      cause: error,
    });
  }
}
