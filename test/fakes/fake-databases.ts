import { ReplicaNotFound } from '../../lib/domain/failure.ts';
import type { DatabaseInstance, Databases } from '../../lib/ports/databases.ts';
import { type Journal, noted } from './journal.ts';

export const PRIMARY: DatabaseInstance = {
  region: 'eu-north-1',
  instance: 'orders-north',
  status: 'available',
  source: null,
  host: '10.0.0.1',
  port: 5432,
  securityGroups: ['sg-0a0a0a0a'],
  tags: {},
};

export const REPLICA: DatabaseInstance = {
  region: 'eu-west-1',
  instance: 'orders-west',
  status: 'available',
  source: 'arn:aws:rds:eu-north-1:111122223333:db:orders-north',
  host: '10.1.0.1',
  port: 5432,
  securityGroups: ['sg-0b0b0b0b'],
  tags: {},
};

/** The control planes of the regions, which promote at once. */
export function makeFakeDatabases(
  journal: Journal = [],
  before: readonly DatabaseInstance[] = [PRIMARY, REPLICA],
): Databases {
  let instances = before;
  return {
    describe: async ({ region, instance }) => {
      await noted(journal, `databases.describe ${region}/${instance}`);
      const found = instances.find((known) => known.region === region && known.instance === instance);
      if (found) return found;
      throw new ReplicaNotFound({
        subject: `RDS in ${region}`,
        seen: `no instance ${instance}`,
        limit: 'the instance that the plan names',
      });
    },
    list: async (region) => {
      await noted(journal, `databases.list ${region}`);
      return instances.filter((known) => known.region === region);
    },
    promote: async ({ region, instance }) => {
      await noted(journal, `databases.promote ${region}/${instance}`);
      instances = instances.map((known) =>
        known.instance === instance ? { ...known, source: null } : known,
      );
      return `request-of-${instance}`;
    },
  };
}
