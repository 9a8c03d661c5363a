import { alarmEvent, type AlarmEvent } from '../../domain/alarm/alarm-event.ts';
import { type AlarmHistory, alarmHistory } from '../../domain/alarm/alarm-history.ts';
import { CheckedRpo } from '../../domain/alarm/checked-rpo.ts';
import type { SeriesSoFar } from '../../domain/alarm/observations.ts';
import { monthsBack, seriesKeys } from '../../domain/alarm/series-keys.ts';
import { Conflict } from '../../domain/failure.ts';
import type { Instant } from '../../domain/instant.ts';

/** What an alarm rests on, and what a report shows: neither grows with the years. */
const MOST_CHECKS = 100;
const MOST_MONTHS = 13;

/** What series and events need of a bucket: each object is written once. */
export interface WrittenOnce {
  get(key: string): Promise<{ readonly text: string } | null>;
  /** @throws Conflict when the key exists */
  put(key: string, text: string, condition: { readonly absent: true }): Promise<unknown>;
  list(prefix: string): Promise<readonly string[]>;
}

interface Asked {
  readonly plan: string;
  readonly until: Instant;
  /** A run that is not asked about. */
  readonly except?: string;
}

/** The newest checks of a plan, as they are stored, the oldest of them first; and whether there are no older ones. */
export async function seriesTexts(objects: WrittenOnce, { plan, until, except = '' }: Asked) {
  const keys: string[] = [];
  for (const month of monthsBack(until, MOST_MONTHS)) {
    keys.unshift(...(await objects.list(seriesKeys.checksOf(plan, month))));
    if (keys.length > MOST_CHECKS) break;
  }
  const asked = keys.filter((key) => !key.endsWith(`-${except}.json`));
  const stored = await Promise.all(asked.slice(-MOST_CHECKS).map((key) => objects.get(key)));
  return { texts: stored.flatMap((one) => one?.text ?? []), isWhole: keys.length <= MOST_CHECKS };
}

/** Adds a check to its plan's series; one that stands there already stays as it is. */
export async function addCheck(objects: WrittenOnce, check: CheckedRpo): Promise<void> {
  await putOnce(objects, seriesKeys.check(check), `${JSON.stringify(CheckedRpo.parse(check))}\n`);
}

export interface PlanAlarm extends AlarmHistory {
  readonly checks: readonly CheckedRpo[];
  readonly events: readonly AlarmEvent[];
}

type AskedAlarm = Asked & Pick<SeriesSoFar, 'schedule' | 'since'>;

/** Derives a plan's alarm from its series; writes nothing. */
export async function readAlarm(objects: WrittenOnce, { plan, ...asked }: AskedAlarm): Promise<PlanAlarm> {
  const { texts, isWhole } = await seriesTexts(objects, { plan, until: asked.until });
  const checks = texts.map((text) => CheckedRpo.parse(JSON.parse(text)));
  const history = alarmHistory({ ...asked, checks });
  // Without what came before, the first result looks like a change whatever it was.
  const changes = history.changes.slice(isWhole ? 0 : 1);
  return { ...history, checks, events: changes.map((change) => alarmEvent(plan, change)) };
}

/**
 * Writes an event for each change behind the newest one told, also for those that somebody else came to and did not live
 * to tell. An older one is not told late: whoever goes by the last event that came would be left with a state that is
 * over. Answers the events that were not there before.
 */
export async function tellAlarm(
  objects: WrittenOnce,
  plan: string,
  { events }: Pick<PlanAlarm, 'events'>,
): Promise<readonly AlarmEvent[]> {
  // Names begin with the time.
  const newest = (await objects.list(seriesKeys.events(plan))).at(-1) ?? '';
  const told: AlarmEvent[] = [];
  for (const event of events.filter((one) => seriesKeys.event(one) > newest))
    if (await putOnce(objects, seriesKeys.event(event), `${JSON.stringify(event)}\n`)) told.push(event);
  return told;
}

/** Whether it was this call that has written it. */
async function putOnce(objects: WrittenOnce, key: string, text: string): Promise<boolean> {
  try {
    await objects.put(key, text, { absent: true });
    return true;
  } catch (error) {
    if (error instanceof Conflict) return false;
    throw error;
  }
}
