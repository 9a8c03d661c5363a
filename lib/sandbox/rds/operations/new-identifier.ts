import type { DatabaseInstance } from '../database-instance.ts';
import { identifierOf } from '../instance-parameters.ts';
import { invalidCombination, invalidState } from '../rds-errors.ts';
import type { RdsCall } from '../rds-operation.ts';
import { refuseTaken } from './create-db-instance.ts';

/** The identifier that an instance is to have; undefined when it keeps the one that it has. @throws AwsError */
export function newIdentifierOf(
  call: RdsCall,
  instance: DatabaseInstance,
  atOnce: boolean,
): string | undefined {
  const text = call.parameters.get('NewDBInstanceIdentifier');
  if (text === null) return undefined;
  const id = identifierOf(text);
  if (id === instance.config.id) return undefined;
  refuseTaken(call, id);
  if (!atOnce)
    throw invalidCombination(
      'This sandbox renames at once only: NewDBInstanceIdentifier needs ApplyImmediately.',
    );
  // Their links and slots bear the names that they began with.
  const replicates = instance.isReplica || call.directory.replicasOf(instance).some((one) => one.isReplica);
  if (replicates) throw invalidState('This sandbox renames no read replica, and no source of one.');
  return id;
}
