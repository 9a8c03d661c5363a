import { join } from 'node:path';
import { judgeRun } from '../../../lib/domain/judge/judge-run.ts';
import { readRun } from '../../../lib/domain/judge/run-facts.ts';
import { formatJudgement } from '../../../lib/domain/judge/judgement-text.ts';
import { rawTexts } from '../../../lib/domain/evidence/run-contents.ts';
import { renderReports } from '../../../lib/report/render-reports.ts';
import { makeLogWorld } from '../../fakes/log-world.ts';
import { writeRun } from '../../fakes/run-folder.ts';
import { sha256 } from '../../fakes/sha256.ts';
import { contentsOf, signTexts, tinyRun } from '../../fakes/signed-run.ts';

/** Signs as many small runs with one key, each with all its reports and its place in a log. */
export async function writeSignedRuns(folder: string, count: number) {
  const { 'record.ndjson': record = '', 'plan.yaml': plan = '' } = tinyRun();
  const raw = { 'record.ndjson': record, 'plan.yaml': plan };
  const texts = rawTexts(contentsOf(raw));
  const judgement = judgeRun({ directory: '.', texts }, sha256);
  const reports = Object.entries(renderReports(judgement, readRun({ directory: '.', texts }))).map(
    ([extension, text]) => [`report-${judgement.scope}.${extension}`, text],
  );
  const files = { ...raw, 'judgement.json': formatJudgement(judgement), ...Object.fromEntries(reports) };
  const { signer } = makeLogWorld();
  for (let number = 0; number < count; number += 1) {
    const { contents } = await signTexts(files, { world: makeLogWorld({ signer }) });
    writeRun(join(folder, String(number).padStart(6, '0')), contents);
  }
  return signer;
}
