import { AwsError } from '../wire/aws-error.ts';
import type { DatabaseInstance } from './database-instance.ts';

export function invalidState(message: string): AwsError {
  return new AwsError('InvalidDBInstanceState', message);
}

export function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

export function invalidCombination(message: string): AwsError {
  return new AwsError('InvalidParameterCombination', message);
}

/**
 * The wording differs by operation; that of StopDBInstance stands for those whose own could not be found.
 * @throws AwsError InvalidDBInstanceState for an instance that RDS is busy with, or that has failed
 */
export function requireAvailable(instance: DatabaseInstance, message?: string): void {
  if (instance.status === 'available' && !instance.promoting) return;
  throw invalidState(message ?? `Instance ${instance.config.id} is not in available state.`);
}
