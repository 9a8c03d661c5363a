import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { judgeRun } from '../../../../lib/domain/judge/judge-run.ts';
import { formatJudgement } from '../../../../lib/domain/judge/judgement-text.ts';
import { namedRules, underRules } from '../../../../lib/domain/judge/named-rules.ts';
import { RUN_FILES } from '../../../../lib/domain/run/run-files.ts';
import { sha256 } from '../../../fakes/sha256.ts';

const GOLDEN = fileURLToPath(new URL('../../../fixtures/golden/', import.meta.url));
const versions = readdirSync(GOLDEN);

test('there is a golden run of every version of the format', () => {
  expect(versions).toContain('v1');
});

test.each(versions)('the golden run of %s is judged as it was, byte for byte', (version) => {
  const read = (name: string) => readFileSync(join(GOLDEN, version, name), 'utf8');
  const there = new Set(readdirSync(join(GOLDEN, version)));
  const texts = Object.fromEntries(
    RUN_FILES.filter((name) => there.has(name)).map((name) => [name, read(name)]),
  );
  const judgement = judgeRun({ directory: '.', texts }, sha256);
  const stored = read('judgement.json');
  // Those of before rules had a version name none.
  const rules = namedRules(JSON.parse(stored)) ?? 0;
  expect(formatJudgement(underRules(judgement, rules))).toBe(stored);
  expect(judgement.verdicts.overall).toBe('met');
});
