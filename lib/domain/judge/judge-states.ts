import { type Finding, inconclusive, met, worstOf } from './finding.ts';
import { judgeFailure } from './judge-drill.ts';
import { firstOf } from './reason-words.ts';
import type { RunFacts } from './run-facts.ts';

/** Whether a drill of data ran: no state failed, and each of these was left behind. */
export function judgeStates(facts: RunFacts, expected: readonly string[]): Finding {
  const incomplete = expected.filter((state) => facts.exitedAt(state) === null);
  const findings = [
    ...judgeFailure(facts),
    ...(incomplete.length > 0 ? [inconclusive(`not run to the end: ${firstOf(incomplete)}`)] : []),
  ];
  return findings.length > 0 ? worstOf(findings) : met('every state ran to its end');
}
