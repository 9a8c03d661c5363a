import { currentVersion, type Bucket } from './bucket.ts';

export interface BucketDeclaration {
  readonly name: string;
  readonly region: string;
  readonly versioning: boolean;
}

/** All buckets of the sandbox, in memory: they live as long as the supervisor. */
export interface ObjectStore {
  bucket(name: string): Bucket | undefined;
  /** Body of the current version, read in process: no request, no copy. Undefined when there is none. */
  peek(region: string, bucket: string, key: string): Buffer | undefined;
  /** Takes every object with all its versions away; the buckets stay. */
  empty(): void;
}

export function makeObjectStore(declarations: readonly BucketDeclaration[]): ObjectStore {
  const buckets = new Map(declarations.map((one) => [one.name, emptyBucket(one)]));
  return {
    bucket: (name) => buckets.get(name),
    peek: (region, name, key) => {
      const bucket = buckets.get(name);
      if (bucket?.region !== region) return undefined;
      const version = currentVersion(bucket, key);
      return version?.kind === 'object' ? version.body : undefined;
    },
    empty: () => {
      for (const bucket of buckets.values()) bucket.keys.clear();
    },
  };
}

function emptyBucket({ name, region, versioning }: BucketDeclaration): Bucket {
  return { name, region, versioning: versioning ? 'Enabled' : undefined, keys: new Map() };
}
