/**
 * What can be wrong with evidence, and the exit code that says so. Their order is that of what weighs more: of several
 * findings the first is the code.
 */
export const FINDING_CODES = {
  'bytes-changed': 10,
  'signature-wrong': 11,
  'predicate-type-wrong': 12,
  'file-missing': 13,
  'file-extra': 14,
  'not-in-log': 15,
  'log-forked': 16,
  'checkpoint-replayed': 17,
  'numbers-differ': 18,
  'not-in-one-form': 19,
  'no-trusted-key': 20,
  'record-contradicted': 21,
  'log-says-more': 22,
  'other-rules': 23,
} as const;

export type FindingKind = keyof typeof FINDING_CODES;

export interface Finding {
  readonly kind: FindingKind;
  /** Which file shows it, by its name in the run's directory. */
  readonly file: string;
  /** What was seen, and what would have been right. */
  readonly says: string;
}

/** 0 where nothing was found. */
export function codeOf(findings: readonly Finding[]): number {
  const codes = findings.map(({ kind }) => FINDING_CODES[kind]);
  return codes.length === 0 ? 0 : Math.min(...codes);
}
