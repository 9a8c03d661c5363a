import { measureRun } from '../domain/judge/measure-run.ts';
import { inputOf, type RunFacts } from '../domain/judge/run-facts.ts';
import type { FailoverJudgement } from '../domain/run/failover-judgement.ts';
import { confirmedRow } from './confirmed-row.ts';
import { databasesSection, servicesSection } from './data-sections.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import { fencingSection } from './fencing-section.ts';
import { disruptionRows, notTestedSection, simulatedSection } from './honesty-sections.ts';
import { heartbeatsSection, lossSection } from './loss-section.ts';
import { ledgerSection } from './ledger-section.ts';
import { rpoWords } from './measured-words.ts';
import { turnedBack } from '../domain/judge/turned-back.ts';
import { clocksSection, objectivesSection, phasesSection } from './recovery-sections.ts';
import type { ReportParts } from './report-model.ts';

/** The parts of the overall verdict, as a reader calls them. */
const PARTS = [
  ['drill', 'Drill'],
  ['rto', 'Recovery time'],
  ['rpo', 'Recovery point'],
  ['data', 'Data'],
  ['hold', 'Hold'],
  ['cleanup', 'Clean-up'],
] as const;

/** What a report of a failover says: how long clients were without the service, what was lost, and how that is known. */
export function failoverReport(judgement: FailoverJudgement, facts: RunFacts): ReportParts {
  const input = inputOf(facts, 'failover');
  const run = input && judgement.rpo ? measureRun(input, facts) : null;
  return {
    title: `${judgement.scope === 'real' ? 'Real failover' : 'Failover drill'} of ${judgement.plan}`,
    parts: PARTS,
    headlines: headlinesOf(judgement, turnedBack(facts) !== null),
    identity: [...(input?.real ? [confirmedRow(input.real)] : []), ...disruptionRows(input, facts)],
    sections: [
      clocksSection(judgement),
      objectivesSection(judgement, input),
      phasesSection(judgement),
      servicesSection(judgement, input),
      databasesSection(judgement, input, facts),
      fencingSection(facts),
      lossSection(judgement),
      heartbeatsSection(judgement),
      ledgerSection(run, facts, input?.heartbeat.intervalSeconds ?? 0),
      simulatedSection(input),
      notTestedSection(judgement, input, facts),
    ],
  };
}

function headlinesOf({ rto, rpo, verdicts, reasons }: FailoverJudgement, isBack: boolean): readonly string[] {
  const deciding = PARTS.find(([part]) => verdicts[part] === verdicts.overall);
  return [
    ...(deciding && verdicts.overall !== 'met' ? [`${deciding[1]}: ${reasons[deciding[0]] ?? ''}.`] : []),
    ...(isBack ? ['There is no recovery to measure.'] : measuredOf({ rto, rpo })),
  ];
}

function measuredOf({ rto, rpo }: Pick<FailoverJudgement, 'rto' | 'rpo'>): readonly string[] {
  return [
    rto
      ? `Back after at most ${durationWords(rto.seconds)}; promised ${durationWords(rto.targetSeconds)}.`
      : 'The recovery time was not measured.',
    rpo
      ? `Lost ${rpo.heartbeats.lost === 0 ? rpoWords(rpo) : `at most ${durationWords(rpo.seconds)} of writes`}; promised ${durationWords(rpo.targetSeconds)}.`
      : 'The loss was not measured.',
  ];
}
