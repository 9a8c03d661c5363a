import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { rawTexts } from '../../../../lib/domain/evidence/run-contents.ts';
import { RULES_VERSION, UNNAMED_RULES } from '../../../../lib/domain/judge/judge-rules.ts';
import { judgeRun } from '../../../../lib/domain/judge/judge-run.ts';
import { formatJudgement } from '../../../../lib/domain/judge/judgement-text.ts';
import { contentsOf, goldenRun } from '../../../fakes/signed-run.ts';
import { sha256 } from '../../../fakes/sha256.ts';

/**
 * What the golden runs come to by each version of the rules. A line that stands here is never changed: where a change in
 * judging shows in one, the rules get another version (judge-rules.ts) and that version its own lines.
 */
const COMES_TO: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  2: {
    v1: 'f6e079f3834c12f5a5606da7f0777c55737a67f9f580d6d78c0aa6cb3ba86c72',
    'v1-backup': '79cdd3f5fcd28839ee125e77a26795bc63c48a184accd095325d6355b9273ddc',
    'v1-drill': 'cd1eb250a31f666ba33e985bcde308265b90ef69322c869f5dc8024d9841c782',
    'v1-observed': '678e31ae0f3de3e3bd9d13832ed890c4728cfb3847927b94ea46b247edc483bb',
    'v1-replication-check': '60b3de14c063b01508ec38e5ff17f5ba4ee77071f87baee57c640b9ecf8ffeb3',
    'v1-restore': '38069e942f109053a468cd8d316d3fc296073cf1577e8e3ca7be683a2dc7b3e8',
    'v1-switchover': 'de14c3d060d187bc7ca32620411a40d122b99a6ce3e202bd1ef8a0732404bb74',
  },
};

const GOLDEN = readdirSync(fileURLToPath(new URL('../../../fixtures/golden/', import.meta.url)));
const comesTo = (version: string) => {
  const texts = rawTexts(contentsOf(goldenRun(version)));
  return sha256(formatJudgement(judgeRun({ directory: '.', texts }, sha256)));
};

test('the same rules come to the same: another judgement has another version', () => {
  expect(Object.fromEntries(GOLDEN.map((version) => [version, comesTo(version)]))).toEqual(
    COMES_TO[RULES_VERSION],
  );
});

test('every judgement names the rules that it is by, which are newer than those without a version', () => {
  const texts = rawTexts(contentsOf(goldenRun('v1-drill')));
  expect(judgeRun({ directory: '.', texts }, sha256).rules).toBe(RULES_VERSION);
  expect(RULES_VERSION).toBeGreaterThan(UNNAMED_RULES);
});
