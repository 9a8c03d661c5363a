import { sameBytes } from '../bytes.ts';
import type { DrillPredicate } from '../evidence/drill-predicate.ts';
import { EVIDENCE_FILES } from '../evidence/evidence-files.ts';
import { parseTimeStamp, type TimeStamp } from '../evidence/time-stamp.ts';
import { formatInstant, type Instant, parseInstant } from '../instant.ts';
import type { PlanParts } from '../plan/plan-parts.ts';
import { readEvidenceScope } from '../plan/read-evidence-scope.ts';
import type { CheckedBundle } from './check-bundle.ts';
import type { Finding } from './finding.ts';
import type { Verifier } from './verifier.ts';

/** What computing shows of a stamp. */
export interface StampCheck {
  /** Why it is no authority's word on its own bytes; null where it is one. */
  readonly wrong: string | null;
  /** The authority's name by its certificate. */
  readonly by: string;
  /** Why none of the certificates that are trusted stands behind it; null where one does. */
  readonly distrusted: string | null;
}

/** When an authority that whoever verifies trusts has seen the statement on the drill. */
export interface Dated {
  readonly at: Instant;
  readonly by: string;
}

export interface CheckedStamps {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  readonly dated: Dated | null;
}

/** Clocks of two may differ by this much, beyond what the authority says of its own. */
const CLOCKS_MAY_DIFFER_SECONDS = 60;

const NOTHING: CheckedStamps = { findings: [], notes: [], dated: null };

/**
 * Holds the time stamps on both signatures against them and against the run. One of an authority that is not trusted says
 * nothing, and one that the plan asks for and that is not there is noted.
 */
export function checkStamps(
  verifier: Verifier,
  [drill, result]: readonly [CheckedBundle, CheckedBundle],
  { predicate, plan }: { readonly predicate: DrillPredicate | null; readonly plan: PlanParts },
): CheckedStamps {
  const authority = readEvidenceScope(plan)?.timestampAuthority ?? null;
  const said = { predicate, authority };
  const [one, other] = [
    checkStamp(verifier, { file: EVIDENCE_FILES.drill, signed: drill.signed, ...said }),
    checkStamp(verifier, { file: EVIDENCE_FILES.testResult, signed: result.signed, ...said }),
  ];
  return {
    findings: [...one.findings, ...other.findings],
    notes: [...one.notes, ...other.notes],
    dated: one.dated,
  };
}

interface Stamped {
  readonly file: string;
  readonly signed: CheckedBundle['signed'];
  readonly predicate: DrillPredicate | null;
  /** URL of the plan. */
  readonly authority: string | null;
}

function checkStamp(verifier: Verifier, { file, signed, predicate, authority }: Stamped): CheckedStamps {
  if (!signed) return NOTHING;
  if (!signed.stamp) return authority === null ? NOTHING : noted(`${file} ${absent(authority)}`);
  const stamp = parseTimeStamp(signed.stamp);
  if (!stamp) return wrong(file, 'not-in-one-form', 'has a time stamp that is none in its one form');
  if (!sameBytes(stamp.digest, verifier.sha256(signed.signature)))
    return wrong(file, 'signature-wrong', 'has the time stamp of another signature');
  const { wrong: why, by, distrusted } = verifier.checkTimeStamp(stamp, verifier.authorities);
  if (why !== null) return wrong(file, 'signature-wrong', `has a time stamp that ${why}`);
  const early = tooEarly(stamp, predicate);
  if (early !== null) return wrong(file, 'record-contradicted', early);
  if (distrusted === null) return { ...NOTHING, dated: { at: stamp.at, by } };
  return noted(`${file} has a time stamp of ${formatInstant(stamp.at)} by ${by}: ${distrusted}`);
}

function absent(authority: string): string {
  return `has no time stamp, which its plan wants of ${authority}: nobody else says when it was signed`;
}

/** What a run has sealed it had not signed before. */
function tooEarly({ at, doubtSeconds }: TimeStamp, predicate: DrillPredicate | null): string | null {
  const sealedAt = predicate?.clocks.sealedAt ?? null;
  if (sealedAt === null) return null;
  const latest = at + (CLOCKS_MAY_DIFFER_SECONDS + (doubtSeconds ?? 0)) * 1e6;
  if (latest >= parseInstant(sealedAt)) return null;
  return `was stamped at ${formatInstant(at)}, before its record was sealed by its own clock, at ${sealedAt}`;
}

function wrong(file: string, kind: Finding['kind'], says: string): CheckedStamps {
  return { ...NOTHING, findings: [{ kind, file, says }] };
}

function noted(note: string): CheckedStamps {
  return { ...NOTHING, notes: [note] };
}
