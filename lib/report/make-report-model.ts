import { measureRun } from '../domain/judge/measure-run.ts';
import { readRun } from '../domain/judge/run-facts.ts';
import type { Judgement } from '../domain/run/judgement.ts';
import type { RunFiles } from '../domain/run/run-files.ts';
import { databasesSection, servicesSection } from './data-sections.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import {
  findingsSection,
  identitySection,
  judgeAgainSection,
  notTestedSection,
  simulatedSection,
} from './honesty-sections.ts';
import { heartbeatsSection, lossSection } from './loss-section.ts';
import { ledgerSection } from './ledger-section.ts';
import { rpoWords } from './measured-words.ts';
import { clocksSection, objectivesSection, phasesSection } from './recovery-sections.ts';
import type { ReportModel, VerdictLine } from './report-model.ts';
import { scopeWords } from './scope-words.ts';
import { stepsSection } from './steps-section.ts';

/** The parts of the overall verdict, as a reader calls them. */
const PARTS = [
  ['drill', 'Drill'],
  ['rto', 'Recovery time'],
  ['rpo', 'Recovery point'],
  ['data', 'Data'],
  ['hold', 'Hold'],
  ['cleanup', 'Clean-up'],
] as const;

/** Makes the one model of a report from a judgement and the run's raw files; what cannot be read of them is left out. */
export function makeReportModel(judgement: Judgement, texts: RunFiles['texts']): ReportModel {
  const facts = readRun({ directory: judgement.directory, texts });
  const input = facts.outcome('RecordObjectives')?.input ?? null;
  const run = input && judgement.rpo ? measureRun(input, facts) : null;
  return {
    title: `Failover drill of ${judgement.plan}`,
    run: judgement.run,
    banner: scopeWords(judgement.scope),
    overall: judgement.verdicts.overall,
    overallReason: judgement.reasons['overall'] ?? '',
    headlines: headlinesOf(judgement),
    verdicts: PARTS.map(([part, name]): VerdictLine => {
      return { name, verdict: judgement.verdicts[part], reason: judgement.reasons[part] ?? '' };
    }),
    sections: [
      clocksSection(judgement),
      objectivesSection(judgement, input),
      phasesSection(judgement),
      servicesSection(judgement, input),
      databasesSection(judgement, input, facts),
      lossSection(judgement),
      heartbeatsSection(judgement),
      ledgerSection(run, facts, input?.heartbeat.intervalSeconds ?? 0),
      simulatedSection(input),
      notTestedSection(judgement, input, facts),
      findingsSection(judgement),
      stepsSection(facts),
      identitySection(judgement, input, facts),
      judgeAgainSection(),
    ],
  };
}

function headlinesOf({ rto, rpo, verdicts, reasons }: Judgement): readonly string[] {
  const deciding = PARTS.find(([part]) => verdicts[part] === verdicts.overall);
  return [
    ...(deciding && verdicts.overall !== 'met' ? [`${deciding[1]}: ${reasons[deciding[0]] ?? ''}.`] : []),
    rto
      ? `Back after at most ${durationWords(rto.seconds)}; promised ${durationWords(rto.targetSeconds)}.`
      : 'The recovery time was not measured.',
    rpo
      ? `Lost ${rpo.heartbeats.lost === 0 ? rpoWords(rpo) : `at most ${durationWords(rpo.seconds)} of writes`}; promised ${durationWords(rpo.targetSeconds)}.`
      : 'The loss was not measured.',
  ];
}
