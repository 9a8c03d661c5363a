import { beforeAll, expect, test } from 'vitest';
import { EVIDENCE_FILES } from '../../../../lib/domain/evidence/evidence-files.ts';
import type { Statement } from '../../../../lib/domain/evidence/statement.ts';
import { RULES_VERSION } from '../../../../lib/domain/judge/judge-rules.ts';
import { codeOf } from '../../../../lib/domain/verify/finding.ts';
import { verifyRun } from '../../../../lib/domain/verify/verify-run.ts';
import { goldenRun, makeVerifier, resigned, signTexts, withJudgement } from '../../../fakes/signed-run.ts';

type Fields = Record<string, unknown>;
type Change = (said: Fields) => Fields;

const { drill: DRILL, testResult: RESULT } = EVIDENCE_FILES;
const OTHER = RULES_VERSION + 97;
const texts = withJudgement(goldenRun('v1-drill'));

const unnamed: Change = ({ rules: _, ...said }) => said;
const naming =
  (rules: unknown): Change =>
  (said) =>
    Object.fromEntries(Object.entries(said).map(([name, value]) => [name, name === 'rules' ? rules : value]));
const better: Change = (said) => ({ ...said, rto: { ...Object(said['rto']), seconds: 0.25 } });

/** Signed by whoever has the key, with a judgement of their own making. */
async function withStored(...changes: readonly Change[]) {
  const stored = changes.reduce<Fields>(
    (said, change) => change(said),
    JSON.parse(texts['judgement.json'] ?? ''),
  );
  const run = await signTexts({ ...texts, 'judgement.json': `${JSON.stringify(stored, null, 2)}\n` });
  const { findings } = verifyRun(makeVerifier([run.world]), run.contents);
  return { code: codeOf(findings), says: findings.map(({ file, says }) => `${file} ${says}`) };
}

test('a judgement by other rules that says the same holds', async () => {
  expect(await withStored(unnamed)).toEqual({ code: 0, says: [] });
  expect(await withStored(naming(OTHER))).toEqual({ code: 0, says: [] });
});

test('one by the same rules that says something else was forged, or its samples were', async () => {
  const { code, says } = await withStored(better);
  expect(code).toBe(18);
  expect(says).toEqual([
    expect.stringMatching(/^judgement\.json rto\.seconds is 0\.25 here and \d+\.\d+ by the raw samples$/),
  ]);
});

test.each([
  [1, unnamed],
  [OTHER, naming(OTHER)],
])(
  'one that says something else by rules %i is no proof, and what to ask next is told',
  async (rules, named) => {
    const { code, says } = await withStored(named, better);
    expect(code).toBe(23);
    expect(says).toHaveLength(1);
    expect(says[0]).toMatch(
      new RegExp(
        `^judgement\\.json says that it was judged by rules ${rules}, and this version has rules ${RULES_VERSION}: ` +
          `rto\\.seconds is 0\\.25 here and \\d+\\.\\d+ by rules ${RULES_VERSION}\\. Whoever forged numbers could say so as well: ` +
          `verify it with a version that has rules ${rules} \\(version .+ ran it\\)$`,
      ),
    );
  },
);

test.each([0, 1, 2.5, '2', null])('rules %j are of no version: nothing is excused by them', async (rules) => {
  const { code, says } = await withStored(naming(rules), better);
  expect(code).toBe(18);
  expect(says[0]).toContain(`rules is ${JSON.stringify(rules)} here and ${RULES_VERSION} by the raw samples`);
});

let signed: Awaited<ReturnType<typeof signTexts>>;
beforeAll(async () => {
  signed = await signTexts(texts);
});

/** Kinds of what is found beside that the log has the end of another statement. */
async function withStatement(file: string, change: Change) {
  const contents = await resigned(signed.contents, file, {
    signer: signed.world.signer,
    change: (statement: Statement) => ({
      ...statement,
      predicate: change({ ...Object(statement.predicate) }),
    }),
  });
  const { findings } = verifyRun(makeVerifier([signed.world]), contents);
  return findings.filter(({ kind }) => kind !== 'not-in-log').map(({ kind, file: where }) => [kind, where]);
}

test('a statement by other rules is held against the samples as a judgement is', async () => {
  expect(await withStatement(DRILL, unnamed)).toEqual([]);
  expect(await withStatement(DRILL, better)).toEqual([['numbers-differ', DRILL]]);
  expect(await withStatement(DRILL, (said) => better(unnamed(said)))).toEqual([['other-rules', DRILL]]);
});

test('what policy engines read has the rules of the statement on the drill, and names none to hide behind', async () => {
  const passed: Change = (said) => ({ ...said, result: 'PASSED' });
  expect(await withStatement(RESULT, passed)).toEqual([['numbers-differ', RESULT]]);
  expect(await withStatement(RESULT, (said) => ({ ...passed(said), rules: OTHER }))).toEqual([
    ['numbers-differ', RESULT],
  ]);
});
