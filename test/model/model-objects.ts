import { Conflict } from '../../lib/domain/failure.ts';
import type { Objects, StoredObject, WriteCondition } from '../../lib/ports/objects.ts';
import { runKeys } from '../../lib/domain/run/run-keys.ts';
import type { Caller } from './caller.ts';
import type { ModelWorld } from './model-world.ts';

/** A bucket in one of the regions: strongly consistent, with compare-and-swap. */
export function makeModelObjects(world: ModelWorld, caller: Caller, region: string): Objects {
  const bucket = () => world.buckets[region] ?? new Map<string, StoredObject>();
  return {
    get: (key) =>
      caller.call(
        { what: 'objects.get', subject: key, region },
        () => bucket().get(key) ?? statusObject(world, key),
      ),
    list: (prefix) =>
      caller.call({ what: 'objects.list', subject: prefix, region }, () =>
        [...bucket().keys()].filter((key) => key.startsWith(prefix)).toSorted(),
      ),
    put: (key, text, condition) =>
      caller.call({ what: 'objects.put', subject: key, region, changes: true }, () => {
        refuseConflict(key, bucket().get(key), condition);
        return storeText(world, region, { key, text });
      }),
  };
}

/** Puts an object into a bucket, over whatever was there; answers its entity tag. */
export function storeText(
  world: ModelWorld,
  region: string,
  { key, text }: { key: string; text: string },
): string {
  world.versions += 1;
  const etag = `"${world.versions}"`;
  world.buckets[region]?.set(key, { text, etag, storedAt: Math.floor(world.clock.now() / 1e6) * 1e6 });
  return etag;
}

function refuseConflict(key: string, there: StoredObject | undefined, condition?: WriteCondition): void {
  if (!condition) return;
  const holds = 'absent' in condition ? !there : there?.etag === condition.etag;
  if (holds) return;
  const limit = 'etag' in condition ? `entity tag ${condition.etag}` : 'no object yet';
  throw new Conflict({ subject: key, seen: 'another version of the object', limit });
}

/** Series write their status all the time: here it is made when somebody reads it. */
function statusObject(world: ModelWorld, key: string): StoredObject | null {
  if (!key.includes('/heartbeat/status/')) return null;
  const series = world.series.find(
    ({ input: { run, role, source } }) => key === runKeys.status(run, role, source),
  );
  return series ? { text: JSON.stringify(series.snapshot()), etag: '"status"', storedAt: null } : null;
}
