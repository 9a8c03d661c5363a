import { expect, test } from 'vitest';
import { controlConclusion } from '../../../../lib/domain/evidence/control-conclusion.ts';
import { Scope } from '../../../../lib/domain/run/run-parts.ts';
import { Verdict } from '../../../../lib/domain/run/judgement-parts.ts';

const TARGETS = ['aws', 'sandbox'] as const;
const all = Scope.options.flatMap((scope) =>
  TARGETS.flatMap((target) => Verdict.options.map((overall) => ({ scope, target, verdicts: { overall } }))),
);

test('a control is satisfied by what was met on AWS and is no rehearsal, and by nothing else', () => {
  const satisfying = all.filter((run) => controlConclusion(run).satisfied);
  expect(satisfying).toEqual(
    ['isolated', 'live', 'real'].map((scope) => ({ scope, target: 'aws', verdicts: { overall: 'met' } })),
  );
});

test('why is said in the words of OSCAL, and in a sentence', () => {
  const said = all.map((run) => {
    const { reason, because } = controlConclusion(run);
    return `${run.scope} on ${run.target}, ${run.verdicts.overall}: ${reason}, ${because}`;
  });
  const worth = 'it proves nothing of the live system, whatever its verdicts are';
  expect(said).toContain(`rehearsal on aws, met: other, rehearsal: ${worth}`);
  expect(said).toContain(`real on sandbox, met: other, run on a sandbox: ${worth}`);
  expect(said).toContain('live on aws, missed: fail, the run missed');
  expect(said).toContain('live on aws, inconclusive: other, the run is inconclusive');
  expect(said).toContain('live on aws, met: pass, all parts of the run were met');
});
