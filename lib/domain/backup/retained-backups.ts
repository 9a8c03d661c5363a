import { DateTime } from 'luxon';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';

export type Retain = RecoveryPlan['drills']['backup']['retain'];

/** good: verified. unproven: still being made, copied or verified. failed: it will never be good. */
export interface KeptBackup {
  readonly id: string;
  /** ISO 8601, of the moment that the backup is a backup of. */
  readonly takenAt: string;
  readonly state: 'good' | 'unproven' | 'failed';
}

export interface RetainedBackups {
  /** Newest first, each with why: "hourly 2027-03-28T03", "daily 2027-03-28", "the last good one", … */
  readonly kept: readonly { readonly id: string; readonly reasons: readonly string[] }[];
  readonly expired: readonly string[];
}

/** The reason for which the newest good backup is kept, whatever else is one. */
export const LAST_GOOD = 'the last good one';

/** What a backup stands for in a zone. An hour that comes twice is two hours: their offsets differ. */
const PERIODS: readonly (readonly [keyof Retain, format: string])[] = [
  ['hourly', "yyyy-MM-dd'T'HHZZ"],
  ['daily', 'yyyy-MM-dd'],
  ['weekly', "kkkk-'W'WW"],
  ['monthly', 'yyyy-MM'],
  ['yearly', 'yyyy'],
];

/**
 * Grandfather, father, son: of each of the newest so many hours, days, weeks (of ISO 8601), months and years that have
 * a good backup, in the plan's time zone, the last one is kept. What is not good stands for no period. Kept besides:
 * the last good one, whatever the policy says; what is unproven; and what failed, until a good one is newer.
 * To expire step by step, each time that a backup is taken, keeps the same as to expire once at the end.
 */
export function retainedBackups(
  backups: readonly KeptBackup[],
  { retain, zone }: { readonly retain: Retain; readonly zone: string },
): RetainedBackups {
  const newestFirst = backups
    .map((backup) => ({ ...backup, at: DateTime.fromISO(backup.takenAt, { zone }) }))
    .toSorted((a, b) => b.at.toMillis() - a.at.toMillis() || b.id.localeCompare(a.id));
  const good = newestFirst.filter(({ state }) => state === 'good');
  const reasons = new Map<string, string[]>(newestFirst.map(({ id }) => [id, []]));
  for (const [name, format] of PERIODS) {
    const periods = new Map<string, string>();
    for (const { id, at } of good) {
      const period = at.toFormat(format);
      if (!periods.has(period) && periods.size < retain[name]) periods.set(period, id);
    }
    for (const [period, id] of periods) reasons.get(id)?.push(`${name} ${period}`);
  }
  const [last] = good;
  if (last) reasons.get(last.id)?.push(LAST_GOOD);
  for (const { id, state, at } of newestFirst) {
    if (state === 'unproven') reasons.get(id)?.push('not proven yet');
    if (state === 'failed' && !(last && last.at > at)) reasons.get(id)?.push('no good one is newer');
  }
  const isKept = ({ id }: KeptBackup): boolean => (reasons.get(id) ?? []).length > 0;
  return {
    kept: newestFirst.filter(isKept).map(({ id }) => ({ id, reasons: reasons.get(id) ?? [] })),
    expired: newestFirst.filter((backup) => !isKept(backup)).map(({ id }) => id),
  };
}
