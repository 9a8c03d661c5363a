import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { backUpRunning } from '../postgres/back-up-running.ts';
import type { Cluster, RunningCluster } from '../postgres/cluster.ts';
import { clusterOf } from '../postgres/init-cluster.ts';
import { makeServer, type Server, type ServerRoom } from '../postgres/server.ts';
import type { SnapshotPlace } from '../postgres/snapshot-place.ts';
import { segmentsAfter } from '../postgres/wal-files.ts';
import type { Turns } from '../process/turns.ts';
import type { DatabaseInstance } from '../rds/database-instance.ts';
import { serverOf } from './start-databases.ts';

export interface ArchiveParts {
  readonly instance: DatabaseInstance;
  readonly place: SnapshotPlace;
  readonly room: () => ServerRoom;
  /** A source's session holds one backup at a time. */
  readonly backups: Turns<DatabaseInstance>;
}

/** Keeps WAL until it is archived, also while the server is down. */
const SLOT = 'rds_archive';
const NOW = 'select floor(extract(epoch from clock_timestamp()) * 1000)::bigint::text';

/**
 * An instance's automated backup: a copy of its files, and all WAL since then. Segments are shipped from here and not
 * by PostgreSQL's archiver, which a server has to be started with and which would be there in every drill.
 */
export class WalArchive {
  readonly #parts: ArchiveParts;
  readonly #storage = `automated.${randomUUID()}`;
  readonly #readers = new Set<Promise<unknown>>();
  /** The last segment that is there. */
  #last: string | undefined;

  constructor(parts: ArchiveParts) {
    this.#parts = parts;
  }

  /**
   * Ships what was written, the first time with the backup that it follows. The archive then reaches a moment that
   * lay before a commit of our own which is part of it: a recovery stops at the first commit beyond its target, and
   * fails when there is none. @throws Error when the server is lost meanwhile; the next shipment begins where this one did
   */
  async ship(): Promise<void> {
    const { instance } = this.#parts;
    const { running } = instance;
    if (!running) return;
    if (this.#last === undefined) await this.#backUp(running);
    const latest = await timeOn(running);
    await running.admin.run('select pg_current_xact_id()');
    await this.#shipSegments(running);
    instance.restorable = { earliest: instance.restorable?.earliest ?? latest, latest };
  }

  /** A data directory that recovers as far as the time when it is started. */
  async restore(target: Server, at: Date): Promise<Cluster> {
    const { place } = this.#parts;
    const server = makeServer(target.room, { ...target, recovery: { archiveDir: this.#path('wal'), at } });
    const copy = ['-R', '-p', this.#path('base'), server.dataDir];
    await place.run({ name: `restore ${server.name}`, file: '/bin/cp', args: copy });
    target.room.home.writePrivateFile(join(server.dataDir, 'recovery.signal'), '');
    return clusterOf(server);
  }

  /** Reads of it, which stays until that is over. */
  read<T>(work: () => Promise<T>): Promise<T> {
    const reading = work();
    const over = reading.catch(() => undefined);
    this.#readers.add(over);
    void over.then(() => this.#readers.delete(over));
    return reading;
  }

  async end(): Promise<void> {
    const { instance, place } = this.#parts;
    instance.restorable = undefined;
    await Promise.all(this.#readers);
    await instance.running?.admin.run(`select pg_drop_replication_slot('${SLOT}')`).catch(() => undefined);
    await place.remove(this.#storage);
  }

  async #backUp(running: RunningCluster): Promise<void> {
    const { instance, place, room, backups } = this.#parts;
    await place.remove(this.#storage);
    await running.admin.run(
      `select pg_create_physical_replication_slot('${SLOT}', true) where not exists (select from pg_replication_slots where slot_name = '${SLOT}')`,
    );
    const { dataDir } = serverOf(room(), instance);
    const run = (program: Parameters<SnapshotPlace['run']>[0]) => place.run(program);
    const target = { directory: this.#path('base'), home: room().home, run };
    const { last } = await backups(instance, () => backUpRunning({ running, dataDir }, target));
    this.#last = last;
  }

  async #shipSegments(running: RunningCluster): Promise<void> {
    const { instance, place, room } = this.#parts;
    const last = await running.admin.value('select pg_walfile_name(pg_switch_wal())');
    if (last === undefined || this.#last === undefined) throw new Error('the server named no segment of WAL');
    const from = join(serverOf(room(), instance).dataDir, 'pg_wal');
    const segments = segmentsAfter(this.#last, last);
    const gone = segments.find((name) => !existsSync(join(from, name)));
    if (gone !== undefined) throw new Error(`the segment ${gone} of WAL is gone from ${from}`);
    await place.run({
      name: 'ship WAL',
      file: '/bin/sh',
      args: ['-c', SHIP, 'ship', from, this.#path('wal'), ...segments],
    });
    this.#last = last;
    await running.admin.run(`select pg_replication_slot_advance('${SLOT}', pg_current_wal_insert_lsn())`);
  }

  #path(part: 'base' | 'wal'): string {
    return join(this.#parts.place.directoryOf(this.#storage), part);
  }
}

/**
 * A recovery reads ahead into what follows its target, and fails at a part of a segment: each appears whole, by a move.
 * What a switch leaves of a segment is zeros, which take no room in a sparse file; not every cp makes one.
 */
const SHIP =
  'umask 077; from="$1" to="$2"; shift 2; mkdir -p "$to/coming" && cd "$from" || exit 1; [ $# = 0 ] && exit 0; cp --sparse=always "$@" "$to/coming" 2>/dev/null || cp "$@" "$to/coming" || exit 1; cd "$to/coming" && mv "$@" ..';

async function timeOn({ admin }: RunningCluster): Promise<Date> {
  return new Date(Number(await admin.value(NOW)));
}
