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
  const text = parameters.get('AllocatedStorage');
  if (text === null) return undefined;
  const size = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (size >= 20 && size <= 65_536) return size;
  throw invalidValue(`Invalid storage size for engine name postgres and storage type gp3: ${text}`);
}

/** In days. */
export function retentionOf(parameters: URLSearchParams): number | undefined {
  const text = parameters.get('BackupRetentionPeriod');
  if (text === null) return undefined;
  const days = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (days <= 35) return days;
  throw invalidValue(`Invalid backup retention period: ${text}. Must be between 0 and 35`);
}
