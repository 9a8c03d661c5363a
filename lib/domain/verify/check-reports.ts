import { utf8Text } from '../bytes.ts';
import type { RunContents } from '../evidence/run-contents.ts';
import type { RunFacts } from '../judge/run-facts.ts';
import type { Judgement } from '../run/judgement.ts';
import type { Finding } from './finding.ts';
import type { Verifier } from './verifier.ts';

const REPORT = /^report-([a-z]+)\.(.+)$/;
/** A version that was changed after its commit names no code. */
const CHANGED = /changed\)$/;

export interface CheckedReports {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

export interface Recomputed {
  readonly judgement: Judgement;
  readonly facts: RunFacts;
  /** The version that ran it; null where it is not on record. */
  readonly ranBy: string | null;
}

/**
 * Renders every report again. What people read has to follow from the samples as well: the same version writes the same
 * bytes. Of another version's reports no more can be said than that they were signed.
 */
export function checkReports(
  verifier: Verifier,
  contents: RunContents,
  { judgement, facts, ranBy }: Recomputed,
): CheckedReports {
  const rendered = verifier.render(judgement, facts);
  const sameCode = ranBy === verifier.toolVersion && !CHANGED.test(ranBy);
  const findings: Finding[] = [];
  const notes: string[] = [];
  for (const [file, bytes] of contents) {
    const [, scope, extension = ''] = REPORT.exec(file) ?? [];
    if (scope === undefined) continue;
    if (scope !== judgement.scope) {
      const says = `a report of scope ${scope}; the run is of scope ${judgement.scope}`;
      findings.push({ kind: 'numbers-differ', file, says });
    } else if (rendered[extension] === utf8Text(bytes)) {
      continue;
    } else if (sameCode) {
      findings.push({ kind: 'numbers-differ', file, says: 'is not the report that these samples give' });
    } else {
      notes.push(
        `${file} was signed as it is; it was written by version ${ranBy ?? 'unknown'}, so it was not compared with what this version (${verifier.toolVersion}) writes`,
      );
    }
  }
  return { findings, notes };
}
