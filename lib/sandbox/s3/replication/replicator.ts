import { findVersion, replaceVersion, type Bucket } from '../bucket.ts';
import type { ObjectVersion, ReplicationStatus } from '../object-version.ts';
import { destinationsOf } from './destinations.ts';

/** Between two looks at what waits for a region. */
const LOOK_MS = 20;

export interface ReplicatorParts {
  readonly find: (bucket: string) => Bucket | undefined;
  /** From a write to its copy. */
  readonly delayMs: number;
  /** Whether S3 of a region can be reached from the others. */
  readonly isReachable: (region: string) => boolean;
}

interface Job {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  readonly destination: string;
  readonly dueAtMs: number;
}

/** Copies versions into other buckets, behind the requests that wrote them. */
export class Replicator {
  readonly #parts: ReplicatorParts;
  #jobs: readonly Job[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: ReplicatorParts) {
    this.#parts = parts;
  }

  /**
   * Takes a version that was written or amended along, when a rule of its bucket covers it. Of what was amended before
   * it was copied, the last state is copied.
   */
  follow(bucket: Bucket, key: string, version: ObjectVersion): void {
    const destinations = bucket.replication ? destinationsOf(bucket.replication, { key, version }) : [];
    if (destinations.length === 0) return;
    const subject = { bucket: bucket.name, key, versionId: version.versionId };
    const dueAtMs = Date.now() + this.#parts.delayMs;
    const added = destinations.map((destination) => ({ ...subject, destination, dueAtMs }));
    this.#jobs = [...this.#jobs.filter((job) => !isSame(job, subject)), ...added];
    replaceVersion(bucket, key, { ...version, replication: 'PENDING' });
    this.#arm();
  }

  /** Drops what has not been copied. */
  forget(): void {
    this.#jobs = [];
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    this.#timer = undefined;
    const nowMs = Date.now();
    const ready = this.#jobs.filter((job) => job.dueAtMs <= nowMs && isOpen(this.#parts, job));
    const waiting = this.#jobs.filter((job) => !ready.includes(job));
    this.#jobs = waiting;
    ready.forEach((job, index) => {
      const others = [...ready.slice(index + 1), ...waiting];
      copy(
        this.#parts,
        job,
        others.some((other) => isSame(other, job)),
      );
    });
    this.#arm();
  }

  /** Keeps no process alive: a sandbox that ends copies nothing more. */
  #arm(): void {
    if (this.#jobs.length === 0 || this.#timer) return;
    const waitMs = Math.min(...this.#jobs.map((job) => job.dueAtMs)) - Date.now();
    this.#timer = setTimeout(() => this.#look(), Math.max(LOOK_MS, waitMs)).unref();
  }
}

type Subject = Pick<Job, 'bucket' | 'key' | 'versionId'>;

function isSame(one: Subject, other: Subject): boolean {
  return one.bucket === other.bucket && one.key === other.key && one.versionId === other.versionId;
}

/** A bucket that is gone is no reason to wait. */
function isOpen({ find, isReachable }: ReplicatorParts, job: Job): boolean {
  return [job.bucket, job.destination].every((name) => {
    const bucket = find(name);
    return bucket === undefined || isReachable(bucket.region);
  });
}

/** The source shows the outcome when the last of its copies is done; one that failed stays FAILED. */
function copy({ find }: ReplicatorParts, job: Job, more: boolean): void {
  const source = find(job.bucket);
  const version = source && findVersion(source, job.key, job.versionId);
  if (!source || !version) return;
  const target = find(job.destination);
  const taken = target !== undefined && canTake(target, version);
  if (taken) replaceVersion(target, job.key, { ...version, replication: 'REPLICA' });
  const status = outcome(version.replication, { taken, more });
  replaceVersion(source, job.key, { ...version, replication: status });
}

interface CopyOutcome {
  readonly taken: boolean;
  readonly more: boolean;
}

function outcome(before: ReplicationStatus | undefined, { taken, more }: CopyOutcome): ReplicationStatus {
  if (!taken || before === 'FAILED') return 'FAILED';
  return more ? 'PENDING' : 'COMPLETED';
}

/** Only a versioned bucket takes copies, and of a locked object only one that has Object Lock. */
function canTake(target: Bucket, version: ObjectVersion): boolean {
  const locked = version.kind === 'object' && (version.retention ?? version.legalHold) !== undefined;
  return target.versioning === 'Enabled' && (!locked || target.objectLock !== undefined);
}
