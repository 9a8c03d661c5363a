import type { EventCategory } from '../events.ts';
import type { InstanceConfig } from '../../sandbox-config.ts';

/** What a snapshot says of the instance that it was taken of: it stays when that is gone. */
export interface SnapshotOrigin {
  readonly instance: InstanceConfig;
  readonly instanceCreatedAt: Date;
  readonly resourceId: string;
  readonly port: number;
  readonly allocatedStorage: number;
  readonly instanceClass: string;
  readonly backupRetentionPeriod: number;
  /** When the first of its copies was asked for. */
  readonly takenAt: Date;
}

export interface SnapshotParts {
  readonly id: string;
  readonly region: string;
  readonly arn: string;
  readonly createdAt: Date;
  /** Name of its directory in the region's place: never used again, unlike the identifier. */
  readonly storage: string;
  readonly origin: SnapshotOrigin;
  /** ARN of the key that it is encrypted with, as far as anybody can tell. */
  readonly kmsKey: string | undefined;
  /** What it is a copy of, from another region. */
  readonly copyOf: { readonly arn: string; readonly region: string } | undefined;
  /** Notes an event of this snapshot. */
  readonly note: (category: EventCategory, message: string) => void;
}

/** Bytes that are there, of how many. */
export interface Progress {
  readonly copied: number;
  readonly total: number;
}

/** One DB snapshot: what the service says of it. Its bytes lie in its region's place. */
export class DatabaseSnapshot {
  readonly parts: SnapshotParts;
  tags: Readonly<Record<string, string>>;
  #status: 'creating' | 'available' | 'failed' | 'deleted' = 'creating';
  #look: () => Promise<Progress> = () => Promise.resolve({ copied: 0, total: 0 });
  readonly #readers = new Set<Promise<unknown>>();
  readonly #copies = new Set<AbortController>();

  constructor(parts: SnapshotParts, tags: Readonly<Record<string, string>>) {
    this.parts = parts;
    this.tags = tags;
  }

  get status(): string {
    return this.#status;
  }

  /** Whole per cent of its bytes that are there; all of them only when it can be restored. */
  async percent(): Promise<number> {
    if (this.#status === 'available') return 100;
    if (this.#status !== 'creating') return 0;
    const { copied, total } = await this.#look();
    return total > 0 ? Math.min(99, Math.floor((100 * copied) / total)) : 0;
  }

  /** Its bytes are on their way from now on. */
  begin(look: () => Promise<Progress>): void {
    this.#look = look;
  }

  complete(): void {
    if (this.#status === 'creating') this.#status = 'available';
  }

  fail(): void {
    if (this.#status === 'creating') this.#status = 'failed';
  }

  /** Reads its bytes, which stay until that is over. A copy is told when the snapshot is deleted, and ends then. */
  read<T>(work: (deleted: AbortSignal) => Promise<T>): Promise<T> {
    const deletion = new AbortController();
    const reading = work(deletion.signal);
    const over = reading.catch(() => undefined);
    this.#readers.add(over);
    this.#copies.add(deletion);
    void over.then(() => (this.#readers.delete(over), this.#copies.delete(deletion)));
    return reading;
  }

  /** Terminates the copies under way (API reference, DeleteDBSnapshot); resolves when nobody reads any more. */
  async end(): Promise<void> {
    this.#status = 'deleted';
    for (const copy of this.#copies) copy.abort();
    await Promise.all(this.#readers);
  }
}
