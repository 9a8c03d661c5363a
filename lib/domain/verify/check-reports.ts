import { utf8Text } from '../bytes.ts';
import { reportName } from '../evidence/evidence-files.ts';
import type { RunContents } from '../evidence/run-contents.ts';
import type { RunFacts } from '../judge/run-facts.ts';
import type { Judgement } from '../run/judgement.ts';
import type { Finding } from './finding.ts';
import type { Verifier } from './verifier.ts';

/** A version that was changed after its commit names no code. */
const CHANGED = /changed\)$/;

export interface CheckedReports {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  /** Every report that a run of these facts can have, by the names of their files. */
  readonly reports: readonly string[];
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
    const { scope, extension } = reportName(file) ?? { scope: null, extension: '' };
    // That there is no such report is said where names are.
    if (scope === null || (scope === judgement.scope && rendered[extension] === undefined)) continue;
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
  const reports = Object.keys(rendered).map((extension) => `report-${judgement.scope}.${extension}`);
  return { findings, notes: [...notes, ...absent(contents, reports)], reports };
}

/** An earlier version writes fewer, and a run whose report failed has none: what it would say follows from the samples. */
function absent(contents: RunContents, reports: readonly string[]): readonly string[] {
  const left = reports.filter((file) => !contents.has(file));
  if (left.length === 0) return [];
  return [`${left.join(', ')}: not with this run; what it would say follows from the samples`];
}
