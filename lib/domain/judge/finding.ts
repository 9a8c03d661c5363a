import type { Verdict } from '../run/judgement-parts.ts';

/** A verdict and the sentence that says why. */
export interface Finding {
  readonly verdict: Verdict;
  readonly reason: string;
}

export const met = (reason: string): Finding => ({ verdict: 'met', reason });
export const missed = (reason: string): Finding => ({ verdict: 'missed', reason });
export const inconclusive = (reason: string): Finding => ({ verdict: 'inconclusive', reason });

/** From best to worst: what is worse decides, and nothing is ever averaged. */
const ORDER: readonly Verdict[] = ['met', 'inconclusive', 'missed'];

export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return ORDER.findLast((verdict) => verdicts.includes(verdict)) ?? 'inconclusive';
}

/** The worst of several findings, with every reason that made it so. Nothing found is inconclusive. */
export function worstOf(findings: readonly Finding[]): Finding {
  if (findings.length === 0) return inconclusive('nothing was found out');
  const verdict = worstVerdict(findings.map((finding) => finding.verdict));
  const reasons = findings.filter((finding) => finding.verdict === verdict).map(({ reason }) => reason);
  return { verdict, reason: [...new Set(reasons)].join('; ') };
}
