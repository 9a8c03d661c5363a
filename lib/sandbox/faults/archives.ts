import type { DatabaseInstance } from '../rds/database-instance.ts';
import type { InstanceDirectory } from '../rds/instance-directory.ts';
import { complainOf } from './complain-of.ts';
import { WalArchive, type ArchiveParts } from './wal-archive.ts';

export interface ArchivesParts extends Pick<ArchiveParts, 'room' | 'backups'> {
  readonly directory: InstanceDirectory;
  readonly placeOf: (region: string) => ArchiveParts['place'];
  readonly everyMs: number;
}

/** Automated backups of the instances that want them: each begins, grows and ends with what its instance wants. */
export class Archives {
  readonly #parts: ArchivesParts;
  readonly #archives = new Map<DatabaseInstance, WalArchive>();
  readonly #busy = new Set<DatabaseInstance>();
  readonly #timer: NodeJS.Timeout;
  #stopped = false;

  /** Looks at all instances every so often, from now on. */
  constructor(parts: ArchivesParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.#look(), parts.everyMs).unref();
  }

  /** @throws Error for an instance that has none */
  require(instance: DatabaseInstance): WalArchive {
    const found = this.#archives.get(instance);
    if (!found) throw new Error(`${instance.config.id} has no archive`);
    return found;
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }

  #look(): void {
    const all = this.#parts.directory.all;
    for (const instance of new Set([...all, ...this.#archives.keys()])) {
      if (this.#busy.has(instance)) continue;
      this.#busy.add(instance);
      void this.#attend(instance, all.includes(instance)).finally(() => this.#busy.delete(instance));
    }
  }

  async #attend(instance: DatabaseInstance, exists: boolean): Promise<void> {
    try {
      if (exists && wantsArchive(instance)) await this.#archiveOf(instance).ship();
      else await this.#end(instance);
    } catch (error) {
      // A server that is lost has nothing to ship, and is asked again when it is back.
      if (instance.running && !this.#stopped) complainOf(instance.config, error);
    }
  }

  #archiveOf(instance: DatabaseInstance): WalArchive {
    const made = this.#archives.get(instance);
    if (made) return made;
    const { room, backups, placeOf } = this.#parts;
    const archive = new WalArchive({ instance, place: placeOf(instance.config.region), room, backups });
    this.#archives.set(instance, archive);
    return archive;
  }

  async #end(instance: DatabaseInstance): Promise<void> {
    const archive = this.#archives.get(instance);
    this.#archives.delete(instance);
    await archive?.end();
  }
}

/** A replica keeps no backups; of one that is being made or deleted nothing is backed up. */
function wantsArchive({ settings, isReplica, isBeingMade, status }: DatabaseInstance): boolean {
  return (
    settings.pointInTime &&
    settings.backupRetentionPeriod > 0 &&
    !isReplica &&
    !isBeingMade &&
    status !== 'deleting'
  );
}
