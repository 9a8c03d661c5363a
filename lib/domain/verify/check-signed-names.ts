import { INDISPENSABLE, isPartOf, isUnsigned, reportName } from '../evidence/evidence-files.ts';
import type { Statement } from '../evidence/statement.ts';
import type { RunKind } from '../run/run-parts.ts';
import type { Finding } from './finding.ts';

export interface SignedNames {
  /** Null for a run that ended before its objectives were on record: it may have what any kind has. */
  readonly kind: RunKind | null;
  /** Every report that such a run can have, by the names of their files. */
  readonly reports: readonly string[];
}

/**
 * Whether a statement covers what no run can be without, and nothing that no run of its kind has: what nobody reads could
 * say anything under the same signature. Null where nothing says what the run was: then only the former is looked for.
 */
export function checkSignedNames({ subject }: Statement, names: SignedNames | null): readonly Finding[] {
  const listed = new Set(subject.map(({ name }) => name));
  const missing = INDISPENSABLE.filter((name) => !listed.has(name));
  const extra = names ? [...listed].filter((name) => !isExpected(name, names)) : [];
  return [
    ...missing.map(
      (file): Finding => ({ kind: 'file-missing', file, says: 'no part of what a statement covers' }),
    ),
    ...extra.map(
      (file): Finding => ({
        kind: 'file-extra',
        file,
        says: `was signed, and is no file that this version knows of a run of kind ${names?.kind ?? 'unknown'}: nothing reads it`,
      }),
    ),
  ];
}

function isExpected(name: string, { kind, reports }: SignedNames): boolean {
  // That a name is in the folder that no statement covers is said of the list's form.
  if (isUnsigned(name) || isPartOf(kind, name) || reports.includes(name)) return true;
  // A report of another scope is said to be one.
  const extension = reportName(name)?.extension;
  return reports.some((report) => reportName(report)?.extension === extension);
}
