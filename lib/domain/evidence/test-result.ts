import type { DrillPredicate } from './drill-predicate.ts';

/** https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md */
export const TEST_RESULT_TYPE = 'https://in-toto.io/attestation/test-result/v0.1';

/**
 * The same verdicts for policy engines that know nothing of drills: each part of the overall verdict is a test. What is
 * inconclusive is a warning, and so is that a run was a rehearsal, or on a sandbox whatever its scope says: a policy that
 * demands PASSED takes none of them.
 */
export function testResult({ verdicts, scope, target, plan }: DrillPredicate) {
  const parts = Object.entries(verdicts).filter(([name]) => name !== 'overall');
  const named = (verdict: string) => parts.filter(([, said]) => said === verdict).map(([name]) => name);
  const failedTests = named('missed');
  const warnedTests = [...named('inconclusive'), ...countsForNothing({ scope, target })];
  const worst = warnedTests.length > 0 ? 'WARNED' : 'PASSED';
  return {
    result: failedTests.length > 0 ? 'FAILED' : worst,
    configuration: [{ name: 'plan.yaml', digest: { sha256: plan.sha256 } }],
    passedTests: named('met'),
    warnedTests,
    failedTests,
  };
}

function countsForNothing({ scope, target }: Pick<DrillPredicate, 'scope' | 'target'>): readonly string[] {
  if (scope === 'rehearsal') return ['scope-rehearsal'];
  return target === 'sandbox' ? ['target-sandbox'] : [];
}
