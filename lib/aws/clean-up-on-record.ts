import { StepEntry } from '../domain/record/entry.ts';
import { leftBehind } from '../domain/record/left-behind.ts';
import { OUTCOMES } from '../domain/record/outcomes.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Objects } from '../ports/objects.ts';

export type CleanedUp = 'cleaned up' | 'not wholly cleaned up' | 'not cleaned up';

/** What the record of a run says of its clean-up: the newest outcome counts, since a later one mends an earlier. */
export async function cleanUpOnRecord(records: Objects, run: string): Promise<CleanedUp> {
  const prefix = `${runKeys.record(run)}CleanUp/`;
  const attempts = (await records.list(prefix))
    .filter((key) => key.endsWith('/outcome.json'))
    .map((key) => Number(key.slice(prefix.length).split('/')[0]));
  if (attempts.length === 0) return 'not cleaned up';
  const key = runKeys.entry(run, { state: 'CleanUp', attempt: Math.max(...attempts), kind: 'outcome' });
  const entry = StepEntry.parse(JSON.parse((await records.get(key))?.text ?? '{}'));
  const left = leftBehind(OUTCOMES.CleanUp.parse(entry.data));
  return left.length === 0 ? 'cleaned up' : 'not wholly cleaned up';
}
