import type { KilledTree } from '../process/kill-tree.ts';
import type { ProcessStat } from '../process/process-stat.ts';
import type { AdminSession } from './admin-session.ts';
import type { ClientAccess } from './client-access.ts';

/** A data directory that no server has opened yet, the only kind that may be copied file by file. */
export interface Cluster extends Startable {
  readonly dataDir: string;
}

/** A server that has accepted a session. */
export interface RunningCluster {
  /** The postmaster. */
  readonly pid: number;
  readonly admin: AdminSession;
  /** Resolves when the postmaster has ended, whoever ended it. */
  readonly ended: Promise<StoppedCluster>;
  /** The postmaster and all its children, as they are now. */
  processes(): readonly ProcessStat[];
  /** SIGSTOP to all of them; resolves to them when /proc shows each stopped. @throws Error when one would not stop. */
  freeze(): Promise<readonly ProcessStat[]>;
  /** SIGCONT to all of them. */
  thaw(): void;
  /** Lets none of them, nor any that starts later, write beyond `bytes` of a file; null takes the limit away. */
  limitFileSize(bytes: number | null): Promise<void>;
  /** Resolves when the server is out of recovery; only a standby can be promoted. */
  promote(): Promise<void>;
  /** SIGKILL to the postmaster and all its children, at once and without awaiting anything. */
  kill(): { readonly tree: KilledTree; readonly stopped: Promise<StoppedCluster> };
  /** Immediate shutdown: the server removes its shared memory, and nothing is written. A frozen one is killed. */
  stop(): Promise<StoppedCluster>;
}

export interface StoppedCluster extends Startable {
  /** Takes the storage away, as a region that is lost takes it along: no server can open it. */
  hold(): HeldCluster;
}

/** A cluster whose storage is out of reach: it cannot be started, on purpose or by mistake. */
export interface HeldCluster {
  readonly held: true;
  release(): StoppedCluster;
}

interface Startable {
  start(access: ClientAccess): Promise<RunningCluster>;
}
