import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeRun } from '../../lib/domain/judge/judge-run.ts';
import { formatJudgement } from '../../lib/domain/judge/judgement-text.ts';
import { RUN_FILES } from '../../lib/domain/run/run-files.ts';
import { sha256 } from './sha256.ts';

/** Judges stored runs anew when the judging has changed. Their raw files are never written again. */
function rejudge(golden: string): void {
  for (const version of readdirSync(golden)) {
    const there = new Set(readdirSync(join(golden, version)));
    const read = (name: string) => readFileSync(join(golden, version, name), 'utf8');
    const texts = Object.fromEntries(
      RUN_FILES.filter((name) => there.has(name)).map((name) => [name, read(name)]),
    );
    const judgement = judgeRun({ directory: '.', texts }, sha256);
    writeFileSync(join(golden, version, 'judgement.json'), formatJudgement(judgement));
  }
}

if (import.meta.main && process.argv[2]) rejudge(process.argv[2]);
