import { queryList, queryStructures } from '../wire/query-parameters.ts';
import { invalidValue } from './rds-errors.ts';

/** What a resource has of each filter that an operation knows. */
export type FilterReaders<T> = Readonly<Record<string, (one: T) => readonly string[]>>;

/** Whether a resource passes all filters of a request, of each any value. @throws AwsError InvalidParameterValue */
export function filterOf<T>(readers: FilterReaders<T>): (parameters: URLSearchParams) => (one: T) => boolean {
  return (parameters) => {
    const filters = queryStructures(parameters, 'Filters.Filter').map((filter) => ({
      read: readerOf(readers, filter.get('Name') ?? ''),
      values: queryList(filter, 'Values.Value').map((value) => value.toLowerCase()),
    }));
    if (filters.some((one) => one.values.length === 0))
      throw invalidValue('Filter values must be specified.');
    return (one) =>
      filters.every(({ read, values }) => read(one).some((own) => values.includes(own.toLowerCase())));
  };
}

function readerOf<T>(readers: FilterReaders<T>, name: string): (one: T) => readonly string[] {
  const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (reader) return reader;
  throw invalidValue(`Unrecognized filter name: ${name}`);
}
