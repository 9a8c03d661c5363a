import { requiredParameter } from '../../wire/query-parameters.ts';
import { invalidValue } from '../rds-errors.ts';

/** Rules of a snapshot's identifier (API reference, CreateDBSnapshot). @throws AwsError InvalidParameterValue */
export function snapshotIdentifierOf(parameters: URLSearchParams, name: string): string {
  const text = requiredParameter(parameters, name);
  if (/^[a-zA-Z](?!.*--)[a-zA-Z0-9-]{0,254}$/.test(text) && !text.endsWith('-')) return text.toLowerCase();
  throw invalidValue(
    `The parameter ${name} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
  );
}
