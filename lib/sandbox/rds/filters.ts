import { queryList, queryStructures } from '../wire/query-parameters.ts';
import type { DatabaseInstance } from './database-instance.ts';
import { invalidValue } from './rds-errors.ts';
import { resourceId } from './render-db-instance.ts';

type Reader = (instance: DatabaseInstance) => readonly string[];

/** Filters of DescribeDBInstances (API reference); of clusters and domains there are none here. */
const READERS: Readonly<Record<string, Reader>> = {
  'db-cluster-id': () => [],
  'db-instance-id': (one) => [one.config.id, one.parts.arn],
  'dbi-resource-id': (one) => [resourceId(one.parts.arn)],
  domain: () => [],
  engine: () => ['postgres'],
};

/** Whether an instance passes all filters, of each any value. @throws AwsError InvalidParameterValue */
export function instanceFilter(parameters: URLSearchParams): (instance: DatabaseInstance) => boolean {
  const filters = queryStructures(parameters, 'Filters.Filter').map((filter) => ({
    read: readerOf(filter.get('Name') ?? ''),
    values: queryList(filter, 'Values.Value').map((value) => value.toLowerCase()),
  }));
  if (filters.some((one) => one.values.length === 0)) throw invalidValue('Filter values must be specified.');
  return (instance) =>
    filters.every(({ read, values }) => read(instance).some((own) => values.includes(own.toLowerCase())));
}

function readerOf(name: string): Reader {
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  if (reader) return reader;
  throw invalidValue(`Unrecognized filter name: ${name}`);
}
