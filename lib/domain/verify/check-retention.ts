import { RETENTION_FILE, parseRetention, type RetentionFile } from '../evidence/retention-file.ts';
import { type RunContents, textIn } from '../evidence/run-contents.ts';
import type { Finding } from './finding.ts';

/** What a run says of being kept from deletion. Only its bucket shows whether it is so. */
export interface CheckedRetention {
  /** It says that each of its files is kept. */
  readonly kept: boolean;
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

const file = RETENTION_FILE;

/** Of a run of a version that kept nothing, nothing is said; it is not kept. */
export function checkRetention(contents: RunContents): CheckedRetention {
  if (!contents.has(file)) return { kept: false, findings: [], notes: [] };
  const says = parseRetention(textIn(contents, file));
  if (says) return { kept: says.kept !== null, findings: [], notes: [`${file}: ${wordsOf(says)}`] };
  const expected = 'expected the canonical form of what the run says of being kept';
  return { kept: false, findings: [{ kind: 'not-in-one-form', file, says: expected }], notes: [] };
}

function wordsOf({ bucket, store, kept, problem }: RetentionFile): string {
  if (kept) return `kept in s3://${bucket} until ${kept.until} by Object Lock, ${kept.mode}, as the run says`;
  if (store.objectLock === 'off')
    return `NOT KEPT: s3://${bucket} has no Object Lock, so whoever may delete there can delete the run`;
  return `NOT KEPT in s3://${bucket}: ${store.objectLock === 'unknown' ? store.problem : (problem ?? 'no reason is given')}`;
}
