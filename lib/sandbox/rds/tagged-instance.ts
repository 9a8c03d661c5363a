import { requiredParameter } from '../wire/query-parameters.ts';
import type { DatabaseInstance } from './database-instance.ts';
import { invalidValue } from './rds-errors.ts';
import type { RdsCall } from './rds-operation.ts';

/** The instance whose ARN the operations on tags name; other resources have no tags here. @throws AwsError */
export function taggedInstance({ region, parameters, directory }: RdsCall): DatabaseInstance {
  const name = requiredParameter(parameters, 'ResourceName');
  if (/^arn:aws:rds:[^:]+:\d+:db:/.test(name)) return directory.require(region, name);
  throw invalidValue(`Invalid resource name: ${name}`);
}
