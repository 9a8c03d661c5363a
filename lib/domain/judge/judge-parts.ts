import { type Finding, inconclusive, worstOf, worstVerdict } from './finding.ts';
import type { Integrity } from './check-integrity.ts';
import { firstOf } from './reason-words.ts';
import type { Verdict } from '../run/judgement-parts.ts';

/** The parts of the overall verdict, each with its reason, in the order in which a report names them. */
export type Parts<P extends string = string> = Readonly<Record<P, Finding>>;

/** Files that are broken prove nothing, good or bad; without a seal, or by less than the plan asks for, nothing is met. */
export function capByIntegrity<P extends string>(
  parts: Parts<P>,
  { broken, unsealed, weaker }: Integrity,
): Parts {
  const cap = (finding: Finding): Finding => {
    if (broken.length > 0) return inconclusive(firstOf(broken));
    const vouched = unsealed ? worstOf([finding, inconclusive('the record was never sealed')]) : finding;
    if (vouched.verdict !== 'met' || weaker.length === 0) return vouched;
    return inconclusive(`the run was not judged by its plan: ${firstOf(weaker)}`);
  };
  return mapParts(parts, cap);
}

/** Verdicts and reasons of the parts, and of the whole, which is the worst of them. */
export function verdictsOf(parts: Parts): {
  readonly verdicts: Readonly<Record<string, Verdict>>;
  readonly reasons: Readonly<Record<string, string>>;
} {
  const overall = worstVerdict(Object.values(parts).map(({ verdict }) => verdict));
  const deciding = Object.keys(parts).filter((part) => parts[part]?.verdict === overall);
  const reason = overall === 'met' ? 'every part is met' : `the worst of its parts: ${deciding.join(', ')}`;
  return {
    verdicts: { overall, ...mapParts(parts, ({ verdict }) => verdict) },
    reasons: { overall: reason, ...mapParts(parts, (finding) => finding.reason) },
  };
}

function mapParts<T>(parts: Parts, map: (finding: Finding) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(parts).map(([part, finding]) => [part, map(finding)]));
}
