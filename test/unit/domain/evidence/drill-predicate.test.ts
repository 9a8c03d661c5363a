import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { drillPredicateJsonSchema } from '../../../../lib/domain/evidence/drill-predicate-json-schema.ts';
import { DrillPredicate } from '../../../../lib/domain/evidence/drill-predicate.ts';
import { testResult } from '../../../../lib/domain/evidence/test-result.ts';
import { goldenRun, signTexts, withJudgement } from '../../../fakes/signed-run.ts';

const validate = new Ajv2020({ allErrors: true }).compile(drillPredicateJsonSchema());
const predicateOf = async (version: string) => (await signTexts(withJudgement(goldenRun(version)))).predicate;

test('docs/drill-predicate.schema.json is the schema (written anew by `npm run docs`)', async () => {
  await expect(`${JSON.stringify(drillPredicateJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../../../docs/drill-predicate.schema.json',
  );
});

test.each([
  'v1',
  'v1-drill',
  'v1-observed',
  'v1-backup',
  'v1-restore',
  'v1-switchover',
  'v1-replication-check',
])('what is signed of %s is as the schema says, and a changed one is not', async (version) => {
  const predicate = await predicateOf(version);
  expect([validate(predicate), validate.errors]).toEqual([true, null]);
  expect(DrillPredicate.parse(predicate)).toEqual(predicate);
  for (const change of [{ scope: 'dream' }, { more: 1 }, { rto: 3 }, { schemaVersion: 2 }])
    expect(validate({ ...predicate, ...change }), JSON.stringify(change)).toBe(false);
});

test('it says which run, against what, when, and what it came to', async () => {
  const { clocks, plan, objectives, rto, executionArn, toolVersion } = await predicateOf('v1-drill');
  expect(clocks).toEqual({
    startedAt: '2026-11-21T13:26:03.893000Z',
    disruptedAt: expect.any(String),
    detectedAt: expect.any(String),
    declaredAt: expect.any(String),
    recoveredAt: expect.any(String),
    sealedAt: '2026-11-21T13:26:25.040931Z',
  });
  expect(plan.sha256).toBe('d4582a7029b845ddba380f09850b107420f7cc9905280423e3959a5cc6124059');
  expect(objectives).toMatchObject({ objectives: { rtoSeconds: 3600, rpoSeconds: 3600 } });
  expect(rto).toEqual({
    seconds: 2.157026,
    lowSeconds: 1.934101,
    highSeconds: 2.157026,
    targetSeconds: 3600,
  });
  expect(executionArn).toBe(
    'arn:aws:states:eu-west-1:000000000000:execution:failover:orders-20261121-132555-1a79',
  );
  expect(toolVersion).toBe('0.1.0');
});

test.each([
  [
    'live',
    { rto: 'met', rpo: 'met' },
    { result: 'PASSED', passedTests: ['rto', 'rpo'], warnedTests: [], failedTests: [] },
  ],
  ['rehearsal', { rto: 'met' }, { result: 'WARNED', passedTests: ['rto'], warnedTests: ['scope-rehearsal'] }],
  [
    'real',
    { rto: 'inconclusive', rpo: 'met' },
    { result: 'WARNED', warnedTests: ['rto'], passedTests: ['rpo'] },
  ],
  ['rehearsal', { rto: 'missed', rpo: 'inconclusive' }, { result: 'FAILED', failedTests: ['rto'] }],
] as const)('for policy engines a %s run on AWS with %j is %j', async (scope, verdicts, expected) => {
  const predicate = { ...(await predicateOf('v1-drill')), target: 'aws' as const };
  const result = testResult({ ...predicate, scope, verdicts: { overall: 'met', ...verdicts } });
  expect(result).toMatchObject(expected);
  expect(result.configuration).toEqual([{ name: 'plan.yaml', digest: { sha256: predicate.plan.sha256 } }]);
});

test.each(['live', 'real'] as const)(
  'for policy engines nothing on a sandbox has passed: %s',
  async (scope) => {
    const predicate = { ...(await predicateOf('v1-drill')), scope, target: 'sandbox' as const };
    const result = testResult({ ...predicate, verdicts: { overall: 'met', rto: 'met' } });
    expect(result).toMatchObject({ result: 'WARNED', warnedTests: ['target-sandbox'] });
  },
);
