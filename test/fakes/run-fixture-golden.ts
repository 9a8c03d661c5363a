import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeRun } from '../../lib/domain/judge/judge-run.ts';
import { formatJudgement } from '../../lib/domain/judge/judgement-text.ts';
import { buildRunFixture, type RunFixtureOptions } from './run-fixture.ts';
import { sha256 } from './sha256.ts';

const HELD = { holdSeconds: 1, plannedHoldSeconds: 1 };

/** Two databases with unequal losses and an unequal fate, so that most of the format occurs in it. */
const TWO_DATABASES: RunFixtureOptions = {
  ...HELD,
  seed: 7,
  beforeMs: 900,
  databases: { orders: 300, audit: 40 },
};

/** A reader that saw the plan's own ledger, of which rows are lost: the run of `v1-observed`. */
const OBSERVED: RunFixtureOptions = {
  ...HELD,
  seed: 11,
  beforeMs: 1_800,
  databases: { orders: 500 },
  app: { everyMs: 25, named: true },
};

export function writeGoldenRun(directory: string, options = TWO_DATABASES): void {
  const { texts } = buildRunFixture(options);
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(directory, name), text);
  const judgement = judgeRun({ directory: '.', texts }, sha256);
  writeFileSync(join(directory, 'judgement.json'), formatJudgement(judgement));
}

// A new version of the format gets a directory of its own; a stored one is never written again.
if (import.meta.main && process.argv[2]) {
  writeGoldenRun(process.argv[2], process.argv[3] === 'observed' ? OBSERVED : TWO_DATABASES);
}
