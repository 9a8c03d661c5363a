import { readRun, type RunFacts } from '../domain/judge/run-facts.ts';
import type { Judgement } from '../domain/run/judgement.ts';
import type { Verdict } from '../domain/run/judgement-parts.ts';
import type { RunFiles } from '../domain/run/run-files.ts';
import { auditSection } from './audit-section.ts';
import { backupReport } from './backup-report.ts';
import { failoverReport } from './failover-report.ts';
import { findingsSection, identitySection, judgeAgainSection } from './honesty-sections.ts';
import { replicationCheckReport } from './replication-check-report.ts';
import { restoreReport } from './restore-report.ts';
import type { ReportModel, ReportParts, VerdictLine } from './report-model.ts';
import { scopeWords } from './scope-words.ts';
import { stepsSection } from './steps-section.ts';
import { switchoverReport } from './switchover-report.ts';

/** Makes the one model of a report from a judgement and the run's raw files; what cannot be read of them is left out. */
export function makeReportModel(judgement: Judgement, texts: RunFiles['texts']): ReportModel {
  return reportModelOf(judgement, readRun({ directory: judgement.directory, texts }));
}

/** The same for whoever has read the run already. */
export function reportModelOf(judgement: Judgement, facts: RunFacts): ReportModel {
  const { title, parts, headlines, identity, sections } = partsOf(judgement, facts);
  const verdicts: Readonly<Record<string, Verdict>> = judgement.verdicts;
  const reasons: Readonly<Record<string, string>> = judgement.reasons;
  const before = [
    ...sections,
    findingsSection(judgement),
    stepsSection(facts),
    identitySection(judgement, facts, identity),
  ];
  return {
    title,
    run: judgement.run,
    banner: scopeWords(judgement),
    overall: judgement.verdicts.overall,
    overallReason: judgement.reasons['overall'] ?? '',
    headlines,
    verdicts: parts.map(([part, name]): VerdictLine => {
      return { part, name, verdict: verdicts[part] ?? 'inconclusive', reason: reasons[part] ?? '' };
    }),
    sections: [...before, auditSection(judgement, facts, before), judgeAgainSection()],
  };
}

/** What each kind of drill has of its own. */
function partsOf(judgement: Judgement, facts: RunFacts): ReportParts {
  switch (judgement.kind) {
    case 'switchover':
      return switchoverReport(judgement, facts);
    case 'backup':
      return backupReport(judgement, facts);
    case 'replication-check':
      return replicationCheckReport(judgement, facts);
    case 'restore':
      return restoreReport(judgement, facts);
    default:
      return failoverReport(judgement, facts);
  }
}
