import { AlarmEvent } from '../domain/alarm/alarm-event.ts';
import { seriesKeys } from '../domain/alarm/series-keys.ts';
import { Conflict } from '../domain/failure.ts';
import type { WrittenOnce } from '../steps/step/rpo-series.ts';
import { directoryObjects } from './directory-objects.ts';
import type { StateDirectory } from './state-directory.ts';

/**
 * A plan's series and events as the state directory keeps them. A private sandbox ends with its drill, and its buckets
 * with it: what would lie in the recovery site's bucket from one check to the next lies here in between. Objects are
 * written once and never changed, so two places become the same by copying what one of them lacks.
 */
export interface KeptSeries {
  readonly objects: WrittenOnce;
  /** Puts into a bucket what it lacks. */
  bringTo(bucket: WrittenOnce): Promise<void>;
  /** Takes over what is new in a bucket; answers its new events, in the order of time. */
  takeFrom(bucket: WrittenOnce): Promise<readonly AlarmEvent[]>;
}

export function keptSeries(state: StateDirectory, plan: string): KeptSeries {
  const objects = directoryObjects(state.kept);
  return {
    objects,
    bringTo: async (bucket) => {
      await copyMissing(objects, bucket, seriesKeys.checks(plan));
      await copyMissing(objects, bucket, seriesKeys.events(plan));
    },
    takeFrom: async (bucket) => {
      await copyMissing(bucket, objects, seriesKeys.checks(plan));
      const events = await copyMissing(bucket, objects, seriesKeys.events(plan));
      return events.map((text) => AlarmEvent.parse(JSON.parse(text)));
    },
  };
}

async function copyMissing(from: WrittenOnce, to: WrittenOnce, prefix: string): Promise<readonly string[]> {
  const [keys, there] = await Promise.all([from.list(prefix), to.list(prefix)]);
  const missing = keys.filter((key) => !there.includes(key));
  const texts = await Promise.all(missing.map((key) => copy(from, to, key)));
  return texts.flatMap((text) => text ?? []);
}

/** Null when somebody else was there first. */
async function copy(from: WrittenOnce, to: WrittenOnce, key: string): Promise<string | null> {
  const stored = await from.get(key);
  if (!stored) return null;
  try {
    await to.put(key, stored.text, { absent: true });
    return stored.text;
  } catch (error) {
    if (error instanceof Conflict) return null;
    throw error;
  }
}
