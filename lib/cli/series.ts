import { DateTime } from 'luxon';
import type { CheckedRpo } from '../domain/alarm/checked-rpo.ts';
import type { Observation } from '../domain/alarm/observations.ts';
import { formatInstant } from '../domain/instant.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import type { PlanAlarm } from '../steps/step/rpo-series.ts';
import { shellWord } from '../domain/shell-word.ts';
import { aligned } from './aligned.ts';
import { loadPlan } from './load-plan.ts';
import { alarmExit, alarmWords, momentWords, planAlarm } from './plan-alarm.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';
import { timeOf } from './time-option.ts';

export interface SeriesCommand {
  readonly file: string;
  readonly json: boolean;
  /** ISO 8601: stands for the present. */
  readonly at?: string;
  readonly terminal: Pick<Terminal, 'out'>;
  readonly state: StateDirectory;
}

/**
 * `muster series`: what a plan's geo-replication checks found of its RPO, and its alarm. Writes no event. Answers the
 * alarm's exit code.
 * @throws UsageError for a plan or a time that cannot be used
 */
export async function series({ file, json, at, terminal, state }: SeriesCommand): Promise<number> {
  const loaded = await loadPlan(file);
  const { name, timeZone } = loaded.plan;
  const now = at === undefined ? DateTime.now() : timeOf('--at', at, timeZone);
  const alarm = await planAlarm({ loaded, state, now });
  terminal.out.write(json ? `${JSON.stringify(asJson(name, alarm))}\n` : textOf({ plan: name, file }, alarm));
  return alarmExit(alarm.state);
}

const HEAD = ['CHECKED (UTC)', 'LOSS AT MOST', 'OBJECTIVE', 'VERDICT', 'RUN'];

interface Named {
  readonly plan: string;
  readonly file: string;
}

function textOf({ plan, file }: Named, { observations, state }: PlanAlarm): string {
  const table = observations.length === 0 ? '' : `${aligned([HEAD, ...observations.map(rowOf)])}\n\n`;
  const first = `npx muster drill replication-check --plan ${shellWord(file)}\` makes one`;
  const none = state.cause === 'no-check' ? `; \`${first}` : '';
  return `${plan}: what a loss would have cost, as each geo-replication check found it\n\n${table}${alarmWords(state)}${none}\n`;
}

function rowOf(observation: Observation): readonly string[] {
  if (observation.what === 'absence') {
    const due = momentWords(formatInstant(observation.dueAt));
    return [timeWords(formatInstant(observation.at)), '–', '–', 'none', `due ${due}, did not run`];
  }
  const { at, rpo, objectiveSeconds, verdict, run } = observation.check;
  return [timeWords(at), mostWords(rpo), durationWords(objectiveSeconds), verdict, run];
}

function mostWords(rpo: CheckedRpo['rpo']): string {
  return rpo ? durationWords(rpo.highSeconds) : 'not known';
}

function timeWords(instant: string): string {
  return momentWords(instant).replace(' UTC', '');
}

function asJson(plan: string, { state, checks, events, observations }: PlanAlarm): object {
  const missed = observations.flatMap((one) => (one.what === 'absence' ? [formatInstant(one.dueAt)] : []));
  return { schemaVersion: 1, plan, alarm: state, checks, didNotRun: missed, events };
}
