import { measureSwitchover } from '../domain/judge/switchover/measure-switchover.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import { inputOf, type RunFacts } from '../domain/judge/run-facts.ts';
import type { SwitchoverInput } from '../domain/run/switchover-input.ts';
import type { SwitchoverJudgement } from '../domain/run/switchover-judgement.ts';
import { confirmedRow } from './confirmed-row.ts';
import { reprotectionReport } from './reprotection-report.ts';
import { simulatedSection } from './honesty-sections.ts';
import type { IdentityRow, ReportParts } from './report-model.ts';
import { cell, section } from './section.ts';
import {
  interruptionSection,
  legsSection,
  lossSection,
  protectionSection,
  switchedLedgerSection,
} from './switchover-sections.ts';

/** The parts of the overall verdict, as a reader calls them. */
const PARTS = [
  ['drill', 'Drill'],
  ['rpo', 'Nothing lost'],
  ['gap', 'Interruption'],
  ['data', 'Data'],
  ['protection', 'Second copy'],
  ['hold', 'Hold'],
  ['cleanup', 'Clean-up'],
] as const;

/** What a report of a switchover says: that nothing was lost, for how long writers were refused, and who serves now. */
export function switchoverReport(judgement: SwitchoverJudgement, facts: RunFacts): ReportParts {
  const input = inputOf(facts, 'switchover');
  if (judgement.reprotection) return reprotectionReport(judgement, judgement.reprotection, input);
  const run = input && judgement.legs.length > 0 ? measureSwitchover(input, facts) : null;
  return {
    title: `${input?.turned ? 'Failback' : 'Switchover drill'} of ${judgement.plan}`,
    parts: PARTS,
    headlines: headlinesOf(judgement),
    identity: identityRows(judgement, input),
    sections: [
      legsSection(judgement),
      interruptionSection(judgement),
      protectionSection(judgement),
      lossSection(judgement),
      switchedLedgerSection(run, input?.heartbeat.intervalSeconds ?? 0),
      simulatedSection(input),
      notTestedSection(judgement),
    ],
  };
}

function headlinesOf({ rto, rpo, verdicts, reasons, legs }: SwitchoverJudgement): readonly string[] {
  const deciding = PARTS.find(([part]) => verdicts[part] === verdicts.overall);
  const protection = legs.flatMap(({ withoutSecondCopy }) => withoutSecondCopy?.seconds ?? []);
  return [
    ...(deciding && verdicts.overall !== 'met' ? [`${deciding[1]}: ${reasons[deciding[0]] ?? ''}.`] : []),
    rto
      ? `Interrupted for at most ${durationWords(rto.seconds)} at a time; promised ${durationWords(rto.targetSeconds)}.`
      : 'The interruption was not measured to its end.',
    rpo
      ? `Lost ${rpo.heartbeats.lost} of ${rpo.heartbeats.acknowledged} acknowledged rows; promised none.`
      : 'The loss was not measured.',
    protection.length > 0
      ? `Without a second copy for at most ${durationWords(Math.max(...protection))} at a time.`
      : 'No second copy was made.',
  ];
}

function identityRows(judgement: SwitchoverJudgement, input: SwitchoverInput | null): readonly IdentityRow[] {
  return [
    ...(input?.turned ? [confirmedRow(input.confirmation)] : []),
    ['Failback', input ? (input.failback ? 'yes, after the hold' : 'no') : 'not recorded'],
    ['Conditions', input ? input.conditions.join(', ') || 'none' : 'not recorded'],
    ['Serving when it was over', judgement.servingSite ?? 'not on record'],
  ];
}

function notTestedSection({ scope }: SwitchoverJudgement) {
  const rehearsal = [
    'AWS itself: its API, its network, the minutes that it takes to promote, to rename and to make a replica.',
    'The real data: amount, load and configuration of the live databases.',
  ];
  return section('not-tested', 'What was not tested', {
    list: [
      ...(scope === 'rehearsal' ? rehearsal : []),
      'A loss of the primary: nothing was taken away, so detection was not needed. That is what a failover drill shows.',
      'Writes by roles that the plan does not name: only the logins of its fenced roles were revoked.',
    ],
    table: null,
    notes: [
      cell('Each row of users is not followed: heartbeat rows stand for them, one each interval.').text,
    ],
  });
}
