import { StepEntry } from '../domain/record/entry.ts';
import { leftBehind } from '../domain/record/left-behind.ts';
import { OUTCOMES } from '../domain/record/outcomes.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Objects } from '../ports/objects.ts';

export type CleanedUp = 'cleaned up' | 'not wholly cleaned up' | 'not cleaned up';

async function cleanUpOnRecord(records: Objects, run: string): Promise<CleanedUp> {
  return cleanedUp(await leftOnRecord(records, run));
}

/** What the record of a run that holds a lock says of it to whoever wants the lock. */
export interface HolderOnRecord {
  readonly cleanUp: CleanedUp;
  readonly cleanedUp: boolean;
  /** Of a failover alone: it came to the end of its workflow, and left something. */
  readonly isThrough: boolean;
}

export async function holderOnRecord(records: Objects, run: string): Promise<HolderOnRecord> {
  const [cleanUp, wayBack] = await Promise.all([
    cleanUpOnRecord(records, run),
    records.list(`${runKeys.record(run)}ReturnRegion/`),
  ]);
  const isThrough = cleanUp === 'not wholly cleaned up' && wayBack.length > 0;
  return { cleanUp, cleanedUp: cleanUp === 'cleaned up', isThrough };
}

/** Of what `leftOnRecord` has found. */
export function cleanedUp(left: readonly string[] | null): CleanedUp {
  if (left === null) return 'not cleaned up';
  return left.length === 0 ? 'cleaned up' : 'not wholly cleaned up';
}

/**
 * What the clean-up of a run has found still there, in words; null without one on record. The newest outcome counts,
 * since a later one mends an earlier.
 */
export async function leftOnRecord(records: Objects, run: string): Promise<readonly string[] | null> {
  const prefix = `${runKeys.record(run)}CleanUp/`;
  const attempts = (await records.list(prefix))
    .filter((key) => key.endsWith('/outcome.json'))
    .map((key) => Number(key.slice(prefix.length).split('/')[0]));
  if (attempts.length === 0) return null;
  const key = runKeys.entry(run, { state: 'CleanUp', attempt: Math.max(...attempts), kind: 'outcome' });
  const entry = StepEntry.parse(JSON.parse((await records.get(key))?.text ?? '{}'));
  return leftBehind(OUTCOMES.CleanUp.parse(entry.data));
}
