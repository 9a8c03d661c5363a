import { BucketMissing } from '../../lib/domain/failure.ts';
import { compareKeys } from '../../lib/domain/inventory/compare-keys.ts';
import type { ObjectHead } from '../../lib/domain/inventory/listed-object.ts';
import type { BucketSettings, Buckets } from '../../lib/ports/buckets.ts';
import { type Journal, noted } from './journal.ts';
import { headOf, object } from './listings.ts';
import { NOON } from './manual-clock.ts';

export const PAIR = { id: 'documents', primary: 'documents-north', replica: 'documents-west' };
export const RULE = {
  id: 'all',
  enabled: true,
  destination: PAIR.replica,
  prefix: '',
  byTags: false,
  copiesDeleteMarkers: true,
};
export const SETTINGS: BucketSettings = { versioning: 'enabled', rules: [RULE] };
export const CHECKSUM = { algorithm: 'SHA256', value: 'digest', ofParts: false };

/** What each bucket holds, by its name: objects as they say of themselves. */
export interface BucketContents {
  readonly [bucket: string]: readonly ObjectHead[];
}

export interface FakeBuckets extends Buckets {
  /** What a bucket holds now. */
  readonly contents: Map<string, readonly ObjectHead[]>;
}

/** Two buckets in memory, listed two objects a page. Nothing is replicated unless a test does it. */
export function makeFakeBuckets(journal: Journal, contents: BucketContents = {}): FakeBuckets {
  const held = new Map(Object.entries({ [PAIR.primary]: [], [PAIR.replica]: [], ...contents }));
  const objectsOf = (bucket: string) => {
    const objects = held.get(bucket);
    if (objects) return objects;
    throw new BucketMissing({ subject: `s3://${bucket}`, seen: 'no such bucket', limit: 'a bucket' });
  };
  return {
    contents: held,
    objects: async function* ({ region, bucket }, after) {
      await noted(journal, `buckets.objects ${region}/${bucket}${after === null ? '' : ` behind ${after}`}`);
      const listed = objectsOf(bucket)
        .filter(({ key }) => after === null || compareKeys(key, after) > 0)
        .toSorted((one, other) => compareKeys(one.key, other.key));
      for (let from = 0; from < listed.length; from += 2) yield listed.slice(from, from + 2);
    },
    settings: async ({ region, bucket }) => {
      await noted(journal, `buckets.settings ${region}/${bucket}`);
      objectsOf(bucket);
      return SETTINGS;
    },
    putCanary: async ({ bucket, key, run }) => {
      await noted(journal, `buckets.putCanary ${bucket}/${key} of ${run}`);
      const versionId = `v${journal.length}`;
      const written = headOf(object(key, { versionId, lastModified: NOON }), {
        checksum: CHECKSUM,
        replicationStatus: 'PENDING',
      });
      held.set(bucket, [written, ...objectsOf(bucket)]);
      return { versionId, size: 100, checksum: CHECKSUM, sentAt: NOON, acknowledgedAt: NOON + 5_000 };
    },
    head: async ({ bucket, key }) => {
      await noted(journal, `buckets.head ${bucket}/${key}`);
      return objectsOf(bucket).find((one) => one.key === key && !one.deleteMarker) ?? null;
    },
    removeVersions: async ({ bucket, key }) => {
      await noted(journal, `buckets.removeVersions ${bucket}/${key}`);
      const before = objectsOf(bucket);
      const left = before.filter((one) => one.key !== key);
      held.set(bucket, left);
      return { removed: before.length - left.length, left: 0 };
    },
  };
}
