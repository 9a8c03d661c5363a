import { invalidValue } from './rds-errors.ts';

/** Rules of an identifier (API reference, CreateDBInstance). @throws AwsError InvalidParameterValue */
export function identifierOf(text: string): string {
  if (/^[a-zA-Z](?!.*--)[a-zA-Z0-9-]{0,61}[a-zA-Z0-9]$|^[a-zA-Z]$/.test(text)) return text.toLowerCase();
  throw invalidValue(
    `The parameter DBInstanceIdentifier is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.`,
  );
}

export function instanceClassOf(parameters: URLSearchParams): string | undefined {
  const text = parameters.get('DBInstanceClass');
  if (text === null || /^db\.[a-z0-9]+\.[a-z0-9]+$/.test(text)) return text ?? undefined;
  throw invalidValue(`Invalid DB Instance class: ${text}`);
}

/** In GiB, of gp3 for PostgreSQL. */
export function storageOf(parameters: URLSearchParams): number | undefined {
  return numberOf(parameters, { name: 'AllocatedStorage', from: 20, to: 65_536 });
}

/** In days. */
export function retentionOf(parameters: URLSearchParams): number | undefined {
  return numberOf(parameters, { name: 'BackupRetentionPeriod', from: 0, to: 35 });
}

interface Bounds {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

function numberOf(parameters: URLSearchParams, { name, from, to }: Bounds): number | undefined {
  const text = parameters.get(name);
  if (text === null) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= from && value <= to) return value;
  throw invalidValue(`Invalid value ${text} for ${name}. Must be between ${from} and ${to}`);
}
