import { AwsError } from '../wire/aws-error.ts';
import type { DatabaseInstance } from './database-instance.ts';

/** All instances of a sandbox, found as RDS finds them: within the region that is asked. */
export interface InstanceDirectory {
  readonly all: readonly DatabaseInstance[];
  add(instance: DatabaseInstance): void;
  remove(instance: DatabaseInstance): void;
  inRegion(region: string): readonly DatabaseInstance[];
  /** By identifier or ARN. @throws AwsError DBInstanceNotFound */
  require(region: string, identifier: string): DatabaseInstance;
  /** Instances that were created as read replicas of this one, promoted or not. */
  replicasOf(primary: DatabaseInstance): readonly DatabaseInstance[];
  sourceOf(replica: DatabaseInstance): DatabaseInstance | undefined;
}

export function makeInstanceDirectory(initial: readonly DatabaseInstance[]): InstanceDirectory {
  let all = initial;
  const inRegion = (region: string) => all.filter((one) => one.config.region === region);
  return {
    get all() {
      return all;
    },
    add: (instance) => void (all = [...all, instance]),
    remove: (instance) => void (all = all.filter((one) => one !== instance)),
    inRegion,
    require(region, identifier) {
      const name = identifier.toLowerCase();
      const found = inRegion(region).find(({ config: { id }, parts: { arn } }) =>
        [id.toLowerCase(), arn.toLowerCase()].includes(name),
      );
      if (!found) throw new AwsError('DBInstanceNotFound', `DBInstance ${identifier} not found.`, 404);
      return found;
    },
    replicasOf: (primary) => all.filter((one) => isSource(primary, one)),
    sourceOf: (replica) => all.find((one) => isSource(one, replica)),
  };
}

function isSource(one: DatabaseInstance, replica: DatabaseInstance): boolean {
  const { source } = replica.config;
  return source !== undefined && source.region === one.config.region && source.id === one.config.id;
}
