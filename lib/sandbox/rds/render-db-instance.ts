import { createHash } from 'node:crypto';
import { element, elements, type Xml } from '../wire/xml.ts';
import type { DatabaseInstance } from './database-instance.ts';
import type { InstanceDirectory } from './instance-directory.ts';

/** The structure DBInstance of the RDS API, in those members that the sandbox can vouch for. */
export function renderDbInstance(instance: DatabaseInstance, directory: InstanceDirectory): Xml {
  const { config, parts, status } = instance;
  const replicas = directory.replicasOf(instance).filter((one) => one.isReplica);
  return element(
    'DBInstance',
    elements({
      DBInstanceIdentifier: config.id,
      DBInstanceClass: 'db.t4g.micro',
      Engine: 'postgres',
      EngineVersion: '17.10',
      DBInstanceStatus: status,
      MasterUsername: config.masterUser,
      DBName: config.database,
      Endpoint: elements({ Address: parts.gateway.host, Port: parts.gateway.port }),
      AllocatedStorage: 20,
      InstanceCreateTime: parts.createdAt,
      // A replica is created without backups; PromoteReadReplica turns them on for one day (API reference).
      BackupRetentionPeriod: instance.isReplica ? 0 : 1,
      AvailabilityZone: `${config.region}a`,
      MultiAZ: false,
      ReadReplicaSourceDBInstanceIdentifier: instance.isReplica ? sourceName(instance, directory) : undefined,
      ReadReplicaDBInstanceIdentifiers: replicas.map((one) =>
        element('ReadReplicaDBInstanceIdentifier', nameFor(one, config.region)),
      ),
      PubliclyAccessible: false,
      StorageType: 'gp3',
      StorageEncrypted: false,
      DbiResourceId: resourceId(parts.arn),
      DeletionProtection: true,
      DBInstanceArn: parts.arn,
      TagList: renderTags(config.tags),
    }),
  );
}

export function renderTags(tags: Readonly<Record<string, string>>): Xml[] {
  return Object.entries(tags).map(([Key, Value]) => element('Tag', elements({ Key, Value })));
}

function sourceName(replica: DatabaseInstance, directory: InstanceDirectory): string | undefined {
  const source = directory.sourceOf(replica);
  return source && nameFor(source, replica.config.region);
}

/** Within a region the identifier, from another one the ARN (API reference, DBInstance). */
function nameFor(instance: DatabaseInstance, region: string): string {
  return instance.config.region === region ? instance.config.id : instance.parts.arn;
}

/** Unique in its region and never used again; here it follows from the ARN. */
function resourceId(arn: string): string {
  return `db-${createHash('sha256').update(arn).digest('hex').slice(0, 26).toUpperCase()}`;
}
