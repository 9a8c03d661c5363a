import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import * as z from 'zod';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { type BegunDrill, dueDrills, type DueDrill } from '../domain/schedule/due-drills.ts';
import { TooManyTimes } from '../domain/schedule/due-times.ts';
import { defaultPlanFile } from '../deployment/deployment.ts';
import { leverOfStanding } from './drill-allowed.ts';
import { DRILLS } from './drill-kinds.ts';
import { EXIT } from './exit-code.ts';
import { knownRuns } from './known-runs.ts';
import { loadPlan } from './load-plan.ts';
import {
  type AskedOfPlan,
  alarmExit,
  alarmWords,
  planAlarm,
  sayEvents,
  tellPlanAlarm,
} from './plan-alarm.ts';
import { keptPreflights } from './kept-preflights.ts';
import { makeDirectory } from './make-directory.ts';
import type { DrillOptions } from './run-drill.ts';
import type { StateDirectory } from './state-directory.ts';
import { timeOf } from './time-option.ts';
import { UsageError } from './usage-error.ts';

export interface DrillDueOptions extends Omit<DrillOptions, 'out'> {
  /** ISO 8601: stands for the present. */
  readonly at?: string;
  /** ISO 8601: what was due before is not asked about. Otherwise since the last look, or for a day. */
  readonly since?: string;
}

/** Where the last look at a plan's schedule is noted. */
const Look = z.object({ schemaVersion: z.literal(1), at: z.string() });

/** Where nobody has looked before. */
const FIRST_LOOK = { hours: 24 };

/** Worst first: a drill that failed, then one that was missed, one that proved nothing, and what did not run at all. */
const WORST = [EXIT.tool, EXIT.missed, EXIT.inconclusive, EXIT.met] as const;

/**
 * `muster drill --due`: runs, one after the other, what the plan's schedule has due by now and has not run, and names
 * what was due and did not run, also as an event of the RPO alarm. Answers the worst exit code of them, and of the alarm;
 * a drill that did not run proves nothing.
 * @throws UsageError for a plan or a time that cannot be used.
 */
export async function drillDue({ at, since, ...options }: DrillDueOptions): Promise<number> {
  const { terminal, state } = options;
  const loaded = await loadPlan(options.planFile ?? defaultPlanFile());
  const { plan } = loaded;
  const now = at === undefined ? nowIn(plan) : timeOf('--at', at, plan.timeZone);
  const from =
    since === undefined ? await lastLook(state, plan.name, now) : timeOf('--since', since, plan.timeZone);
  if (from >= now) throw new UsageError(`--since ${from.toISO() ?? ''} is not before ${now.toISO() ?? ''}`);
  const { toRun, missed } = due({ plan, from, now }, await begunDrills(state, plan.name));
  for (const drill of missed) terminal.err.write(`finding: ${words(drill)} was due and did not run\n`);
  if (toRun.length === 0)
    terminal.err.write(`nothing is due since ${from.toFormat('yyyy-MM-dd HH:mm ZZZZ')}\n`);
  const codes: number[] = missed.length > 0 ? [EXIT.inconclusive] : [EXIT.met];
  const alarm = alarmOf(options, { loaded, state, since: from, now }, at === undefined);
  // What did not run is told before a check that runs now can take the alarm back.
  await alarm();
  const lever = toRun.length > 0 ? await leverOfStanding(state, loaded) : null;
  const held = toRun.filter(({ kind }) => lever !== null && kind !== 'preflight');
  for (const drill of toRun) {
    terminal.err.write(`due: ${words(drill)}\n`);
    if (held.includes(drill)) {
      terminal.err.write(`finding: not run: the safety lever is ${lever ?? ''}\n`);
      codes.push(EXIT.inconclusive);
      continue;
    }
    codes.push(await DRILLS[drill.kind](options));
  }
  const { state: last, isAsked } = await alarm();
  if (isAsked) terminal.err.write(`${alarmWords(last)}\n`);
  // Where no check could have run yet, nothing is wrong.
  codes.push(isAsked && last.cause !== 'no-check' ? alarmExit(last) : EXIT.met);
  // A present that is only asked about is no look: one to come would hide all that is due until then.
  // What the lever has held back stays due.
  if (at === undefined && held.length === 0) await noteLook(state, plan.name, now);
  return WORST.find((code) => codes.includes(code)) ?? EXIT.tool;
}

function nowIn({ timeZone }: Pick<RecoveryPlan, 'timeZone'>): DateTime {
  return DateTime.now().setZone(timeZone);
}

/**
 * Derives the alarm, and tells its changes. Of a present that is only asked about no event is written: it would stand
 * for ever in front of those that come.
 */
function alarmOf({ terminal }: Pick<DrillOptions, 'terminal'>, asked: AskedOfPlan, isPresent: boolean) {
  const { plan } = asked.loaded;
  return async () => {
    const now = isPresent ? nowIn(plan) : asked.now;
    const { told, state, checks } = isPresent
      ? await tellPlanAlarm({ ...asked, now })
      : { told: [], ...(await planAlarm({ ...asked, now })) };
    sayEvents(terminal, told);
    const { schedule } = plan.drills['replication-check'];
    return { state, isAsked: schedule !== undefined || checks.length > 0 };
  };
}

interface Asked {
  readonly plan: Parameters<typeof dueDrills>[0];
  readonly from: DateTime;
  readonly now: DateTime;
}

function due({ plan, from, now }: Asked, begun: readonly BegunDrill[]) {
  try {
    return dueDrills(plan, { from, to: now }, begun);
  } catch (error) {
    if (!(error instanceof TooManyTimes)) throw error;
    throw new UsageError(`${error.message}; name a shorter time with --since`);
  }
}

function words({ kind, at }: DueDrill): string {
  return `${kind} of ${at.toFormat('yyyy-MM-dd HH:mm ZZZZ')}`;
}

async function begunDrills(state: StateDirectory, plan: string): Promise<readonly BegunDrill[]> {
  const [runs, preflights] = await Promise.all([knownRuns(state), keptPreflights(state, plan)]);
  return [
    ...runs.flatMap(({ judgement, madeAt }) =>
      judgement?.plan === plan ? [{ kind: judgement.kind, at: DateTime.fromJSDate(madeAt) }] : [],
    ),
    ...preflights.map(({ at }) => ({ kind: 'preflight' as const, at: DateTime.fromISO(at) })),
  ];
}

function lookFile(state: StateDirectory, plan: string): string {
  return join(state.due, `${plan}.json`);
}

async function lastLook(state: StateDirectory, plan: string, now: DateTime): Promise<DateTime> {
  const text = await readFile(lookFile(state, plan), 'utf8').catch(() => null);
  const look = text === null ? null : Look.safeParse(JSON.parse(text));
  return look?.success
    ? DateTime.fromISO(look.data.at, { zone: now.zoneName ?? 'utc' })
    : now.minus(FIRST_LOOK);
}

async function noteLook(state: StateDirectory, plan: string, now: DateTime): Promise<void> {
  await makeDirectory(state.due);
  await writeFile(
    lookFile(state, plan),
    `${JSON.stringify({ schemaVersion: 1, at: now.toUTC().toISO() })}\n`,
  );
}
