import { ReplicaNotFound } from '../../lib/domain/failure.ts';
import type { InstanceFacts } from '../../lib/domain/preflight/preflight-facts.ts';
import type { InstanceSettings } from '../../lib/ports/instance-settings.ts';
import { type Journal, noted } from './journal.ts';

const COMMON = {
  status: 'available',
  instanceClass: 'db.r7g.large',
  allocatedGiB: 100,
  parameterGroup: 'orders',
  parameterStatus: 'in-sync',
  optionGroup: 'default:postgres-17',
  optionStatus: 'in-sync',
  subnetGroup: 'orders',
};

export const NORTH: InstanceFacts = {
  ...COMMON,
  region: 'eu-north-1',
  source: null,
  kmsKey: 'arn:aws:kms:eu-north-1:111122223333:key/2',
};

export const WEST: InstanceFacts = {
  ...COMMON,
  region: 'eu-west-1',
  source: 'arn:aws:rds:eu-north-1:111122223333:db:orders-north',
  kmsKey: 'arn:aws:kms:eu-west-1:111122223333:key/1',
};

/** RDS of both regions, where everything is in order but what a test changes of the replica. */
export function makeFakeSettings(journal: Journal = [], changes: Partial<InstanceFacts> = {}) {
  return (region: string): InstanceSettings => ({
    instance: async (id) => {
      await noted(journal, `settings.instance ${region}/${id}`);
      if (id === 'orders-north') return NORTH;
      if (id === 'orders-west') return { ...WEST, ...changes };
      throw new ReplicaNotFound({ subject: `RDS in ${region}`, seen: `no instance ${id}`, limit: 'it' });
    },
    parameterFamily: async () => 'postgres17',
    optionGroup: async () => 'postgres',
    subnets: async () => ({ status: 'Complete', zones: ['eu-west-1a', 'eu-west-1b'] }),
    quotas: async () => [
      { name: 'DBInstances', used: 3, max: 40 },
      { name: 'AllocatedStorage', used: 300, max: 100_000 },
    ],
  });
}
