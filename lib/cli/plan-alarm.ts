import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { DateTime } from 'luxon';
import type { AlarmState } from '../domain/alarm/alarm-state.ts';
import { type AlarmEvent, eventWords } from '../domain/alarm/alarm-event.ts';
import { checkScheduleOf } from '../domain/run/compile-replication-check.ts';
import type { Objects } from '../ports/objects.ts';
import { findSandbox } from '../sandbox/supervisor/sandbox-client.ts';
import { type PlanAlarm, readAlarm, tellAlarm } from '../steps/step/rpo-series.ts';
import { EXIT } from './exit-code.ts';
import { keptSeries } from './kept-series.ts';
import type { LoadedPlan } from './load-plan.ts';
import { PLAN_FILE } from './open-sandbox.ts';
import { withPlanAccess } from './plan-access.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';

export interface AskedOfPlan {
  readonly loaded: LoadedPlan;
  readonly state: StateDirectory;
  readonly now: DateTime;
  /** Checks that were due before the first one are asked about from here. */
  readonly since?: DateTime;
}

/** A plan's RPO alarm, from the series that the state directory keeps and, where one stands, the sandbox's bucket has. */
export async function planAlarm({ loaded: { plan, ...loaded }, state, now, since }: AskedOfPlan) {
  const kept = keptSeries(state, plan.name);
  const asked = {
    plan: plan.name,
    schedule: checkScheduleOf(plan),
    until: now.toMillis() * 1000,
    ...(since ? { since: since.toMillis() * 1000 } : {}),
  };
  await withBucket({ plan, ...loaded }, state, (bucket) => kept.takeFrom(bucket));
  return readAlarm(kept.objects, asked);
}

/** The same, with an event for each change that has none yet: here, and in the bucket of a sandbox that stands. */
export async function tellPlanAlarm(
  asked: AskedOfPlan,
): Promise<PlanAlarm & { told: readonly AlarmEvent[] }> {
  const { loaded, state } = asked;
  const { name } = loaded.plan;
  const alarm = await planAlarm(asked);
  const kept = keptSeries(state, name);
  const told = await tellAlarm(kept.objects, name, alarm);
  if (told.length > 0) await withBucket(loaded, state, (bucket) => kept.bringTo(bucket));
  return { ...alarm, told };
}

/** A sandbox that stands for another plan knows nothing of this one. */
async function withBucket(
  { plan, text }: Pick<LoadedPlan, 'plan' | 'text'>,
  { sandbox: directory }: StateDirectory,
  use: (bucket: Objects) => Promise<unknown>,
): Promise<void> {
  const sandbox = await findSandbox(directory);
  if (!sandbox || (await readFile(join(directory, PLAN_FILE), 'utf8').catch(() => null)) !== text) return;
  await withPlanAccess(sandbox, plan, ({ recovery }) => use(recovery.objects));
}

/** What the end of a command says of an alarm: what is above the objective is missed, and what is not known is not met. */
export function alarmExit({ value, cause }: AlarmState): number {
  if (value === 'OK') return EXIT.met;
  return cause === 'above-objective' ? EXIT.missed : EXIT.inconclusive;
}

export function alarmWords({ value, reason, since }: AlarmState): string {
  return `RPO alarm: ${value}${since === null ? '' : ` since ${momentWords(since)}`}: ${reason}`;
}

/** To the second, in UTC. */
export function momentWords(instant: string): string {
  return `${instant.slice(0, 19).replace('T', ' ')} UTC`;
}

export function sayEvents({ err }: Pick<Terminal, 'err'>, events: readonly AlarmEvent[]): void {
  for (const event of events) err.write(`event: ${eventWords(event)}\n`);
}
