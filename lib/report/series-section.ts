import { type AlarmHistory, alarmHistory } from '../domain/alarm/alarm-history.ts';
import { checkResult, endOfRecord } from '../domain/alarm/check-result.ts';
import type { CheckedRpo } from '../domain/alarm/checked-rpo.ts';
import type { Observation } from '../domain/alarm/observations.ts';
import { formatInstant, parseInstant } from '../domain/instant.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import { inputOf, type RunFacts } from '../domain/judge/run-facts.ts';
import type { ReplicationCheckJudgement } from '../domain/run/replication-check-judgement.ts';
import type { SeriesChart } from './figure.ts';
import { instantWords } from './instant-words.ts';
import type { Cell, Section } from './report-model.ts';
import { cell, section, verdictCell } from './section.ts';

const ID = 'series';
const TITLE = 'Recovery point, check by check';
/** Rows of the table; the figure shows all. */
const MOST_ROWS = 10;

/** What this check and those before it found of the RPO, and the alarm that follows from them. */
export function seriesSection(judgement: ReplicationCheckJudgement, facts: RunFacts): Section {
  const run = inputOf(facts, 'replication-check');
  const at = endOfRecord(facts);
  if (!run || at === null) return section(ID, TITLE, { notes: ['Not recorded.'] });
  const own = checkResult({ run, judgement, facts, at });
  const checks = [...facts.earlierChecks, own];
  const history = alarmHistory({ checks, schedule: run.schedule, until: at });
  return section(ID, TITLE, {
    notes: [
      alarmSentence(history),
      ...(checks.length === 1 ? ['This is the first check of its series.'] : []),
    ],
    figures: checks.length === 1 ? [] : [chartOf(history)],
    table: {
      columns: [
        { label: 'Checked (UTC)', kind: 'instant' },
        { label: 'Loss', kind: 'number' },
        { label: 'Objective', kind: 'number' },
        { label: 'Verdict' },
        { label: 'Run' },
      ],
      rows: history.observations
        .slice(-MOST_ROWS)
        .map((one) => rowOf(one, own))
        .toReversed(),
    },
  });
}

function alarmSentence({ state: { value, since, reason } }: AlarmHistory): string {
  const from = since === null ? '' : ` since ${secondWords(since)} UTC`;
  return `The alarm after this check is ${value}${from}: ${reason}.`;
}

function rowOf(observation: Observation, own: CheckedRpo): readonly Cell[] {
  if (observation.what === 'absence') {
    const due = `was due at ${secondWords(formatInstant(observation.dueAt))} UTC and did not run`;
    return [cell(secondWords(formatInstant(observation.at))), cell('–'), cell('–'), cell('none'), cell(due)];
  }
  const { at, measuredAt, rpo, objectiveSeconds, verdict, run } = observation.check;
  return [
    cell(secondWords(measuredAt ?? at)),
    cell(rpo ? `${durationWords(rpo.lowSeconds)} to ${durationWords(rpo.highSeconds)}` : 'not known'),
    cell(durationWords(objectiveSeconds)),
    verdictCell(verdict),
    cell(run === own.run ? 'this one' : run),
  ];
}

function chartOf({ observations }: AlarmHistory): SeriesChart {
  return {
    kind: 'series',
    checks: observations.flatMap((one) => (one.what === 'result' ? [pointOf(one.check)] : [])),
    missedAt: observations.flatMap((one) => (one.what === 'absence' ? [one.dueAt] : [])),
  };
}

function pointOf({ at, measuredAt, rpo, objectiveSeconds: targetSeconds, verdict }: CheckedRpo) {
  const { lowSeconds = null, highSeconds = null } = rpo ?? {};
  return { at: parseInstant(measuredAt ?? at), lowSeconds, highSeconds, targetSeconds, verdict };
}

function secondWords(instant: string): string {
  return instantWords(instant).slice(0, '2026-11-02 08:00:02'.length);
}
