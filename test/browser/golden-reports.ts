import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseInstant } from '../../lib/domain/instant.ts';
import { judgeRun } from '../../lib/domain/judge/judge-run.ts';
import { RUN_FILES } from '../../lib/domain/run/run-files.ts';
import { makeReportModel } from '../../lib/report/make-report-model.ts';
import { renderHtml } from '../../lib/report/render-html.ts';
import { checkedRpo } from '../fakes/checked-rpo.ts';
import { sha256 } from '../fakes/sha256.ts';

const GOLDEN = 'test/fixtures/golden';
const CHECK = 'v1-replication-check';

/** The pages of the golden run of each kind, and of a check that has others before it. */
export function goldenReports(): readonly (readonly [name: string, html: string])[] {
  const names = readdirSync(GOLDEN).filter((name) => name.startsWith('v1-'));
  const series = { 'rpo-series.ndjson': earlierChecks() };
  return [
    ...names.map((name) => [name, pageOf(name)] as const),
    [`${CHECK}, after others`, pageOf(CHECK, series)],
  ];
}

function pageOf(name: string, more: Readonly<Record<string, string>> = {}): string {
  const there = readdirSync(join(GOLDEN, name));
  const files = RUN_FILES.filter((file) => there.includes(file));
  const read = files.map((file) => [file, readFileSync(join(GOLDEN, name, file), 'utf8')] as const);
  const texts = Object.fromEntries(read);
  return renderHtml(makeReportModel(judgeRun({ directory: '.', texts }, sha256), { ...texts, ...more }));
}

/** One a day for a month: a missed one, one that straddles the objective, and one that measured nothing. */
function earlierChecks(): string {
  const last = parseInstant('2026-11-21T05:17:43.000000Z');
  const checks = Array.from({ length: 30 }, (_, index) => {
    const at = last - (30 - index) * 86_400e6;
    if (index === 20) return checkedRpo(at, 'inconclusive', { rpo: null });
    return checkedRpo(at, index === 10 ? 'missed' : index === 11 ? 'inconclusive' : 'met');
  });
  return checks.map((check) => `${JSON.stringify(check)}\n`).join('');
}
