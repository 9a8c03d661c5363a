import { currentVersion, now, type Bucket } from './bucket.ts';
import { Replicator } from './replication/replicator.ts';
import { seedBucket, type Seed } from './seed-bucket.ts';

export interface BucketDeclaration extends Seed {
  readonly name: string;
  readonly region: string;
  readonly versioning: boolean;
  readonly objectLock?: boolean;
}

/** What the store has to know of the sandbox around it. */
export interface StoreSurroundings {
  /** Regions in which a bucket can be created. */
  readonly regions: readonly string[];
  /** From an object's write to its copy in the other bucket. */
  readonly replicationMs: number;
  /** Whether S3 of a region can be reached from the others. */
  readonly isReachable: (region: string) => boolean;
}

/** All buckets of the sandbox, in memory: they live as long as the supervisor. */
export interface ObjectStore {
  readonly regions: readonly string[];
  readonly replicator: Replicator;
  isReachable(region: string): boolean;
  bucket(name: string): Bucket | undefined;
  buckets(): readonly Bucket[];
  create(declaration: BucketDeclaration): Bucket;
  remove(name: string): void;
  /** Body of the current version, read in process: no request, no copy. Undefined when there is none. */
  peek(region: string, bucket: string, key: string): Buffer | undefined;
  /** Takes every object with all its versions away, and buckets that were not declared; those that were are as at the start. */
  empty(): void;
}

export function makeObjectStore(
  declarations: readonly BucketDeclaration[],
  surroundings: Partial<StoreSurroundings> = {},
): ObjectStore {
  const { regions = regionsOf(declarations), replicationMs = 0, isReachable = () => true } = surroundings;
  const buckets = new Map<string, Bucket>();
  const create = (declaration: BucketDeclaration): Bucket => {
    const bucket = emptyBucket(declaration);
    buckets.set(bucket.name, bucket);
    return bucket;
  };
  const replicator = new Replicator({
    find: (name) => buckets.get(name),
    delayMs: replicationMs,
    isReachable,
  });
  const begin = (): void => {
    const made = declarations.map((seed) => ({ bucket: create(seed), seed }));
    for (const { bucket, seed } of made) seedBucket(bucket, seed, replicator);
  };
  begin();
  return {
    regions,
    replicator,
    isReachable,
    bucket: (name) => buckets.get(name),
    buckets: () => [...buckets.values()],
    create,
    remove: (name) => void buckets.delete(name),
    peek: (region, name, key) => peek(buckets.get(name), region, key),
    empty: () => {
      replicator.forget();
      buckets.clear();
      begin();
    },
  };
}

function peek(bucket: Bucket | undefined, region: string, key: string): Buffer | undefined {
  if (bucket?.region !== region) return undefined;
  const version = currentVersion(bucket, key);
  return version?.kind === 'object' ? version.body : undefined;
}

function emptyBucket({ name, region, versioning, objectLock }: BucketDeclaration): Bucket {
  return {
    name,
    region,
    createdAt: now(),
    versioning: versioning ? 'Enabled' : undefined,
    objectLock: objectLock ? { defaultRetention: undefined } : undefined,
    replication: undefined,
    keys: new Map(),
    uploads: new Map(),
  };
}

function regionsOf(declarations: readonly BucketDeclaration[]): string[] {
  return [...new Set(declarations.map((one) => one.region))];
}
