import { AwsError } from './aws-error.ts';

/** Values of a Query list: `<prefix>.1`, `<prefix>.2`, … in order, until the first gap. */
export function queryList(parameters: URLSearchParams, prefix: string): string[] {
  const values: string[] = [];
  for (let index = 1; parameters.has(`${prefix}.${index}`); index++) {
    values.push(parameters.get(`${prefix}.${index}`) ?? '');
  }
  return values;
}

/** Members of each structure of a Query list, for example `queryStructures(parameters, 'Filters.Filter')`. */
export function queryStructures(parameters: URLSearchParams, prefix: string): URLSearchParams[] {
  const found: URLSearchParams[] = [];
  for (let index = 1; ; index++) {
    const members = membersBelow(parameters, `${prefix}.${index}.`);
    if (members.length === 0) return found;
    found.push(new URLSearchParams(members));
  }
}

export function requiredParameter(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (!value) throw new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);
  return value;
}

/** @throws AwsError InvalidParameterValue for anything but the two words. */
export function booleanParameter(parameters: URLSearchParams, name: string): boolean | undefined {
  const value = parameters.get(name);
  if (value === null) return undefined;
  if (value === 'true') return true;
  if (value === 'false') return false;
  throw new AwsError('InvalidParameterValue', `Invalid value for parameter ${name}: ${value}`);
}

function membersBelow(parameters: URLSearchParams, prefix: string): [string, string][] {
  return [...parameters]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]): [string, string] => [name.slice(prefix.length), value]);
}
