import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeRun } from '../../lib/domain/judge/judge-run.ts';
import { formatJudgement } from '../../lib/domain/judge/judgement-text.ts';
import { buildRunFixture } from './run-fixture.ts';
import { sha256 } from './sha256.ts';

/** Two databases with unequal losses and an unequal fate, so that most of the format occurs in it. */
export function writeGoldenRun(directory: string): void {
  const { texts } = buildRunFixture({
    seed: 7,
    beforeMs: 900,
    holdSeconds: 1,
    plannedHoldSeconds: 1,
    databases: { orders: 300, audit: 40 },
  });
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(directory, name), text);
  const judgement = judgeRun({ directory: '.', texts }, sha256);
  writeFileSync(join(directory, 'judgement.json'), formatJudgement(judgement));
}

// A new version of the format gets a directory of its own; a stored one is never written again.
if (import.meta.main && process.argv[2]) writeGoldenRun(process.argv[2]);
