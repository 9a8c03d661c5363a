import type { ClientAccess } from '../postgres/client-access.ts';
import type { Cluster, HeldCluster, RunningCluster, StoppedCluster } from '../postgres/cluster.ts';
import type { KilledTree } from '../process/kill-tree.ts';

interface Away {
  readonly stopped: Promise<StoppedCluster>;
}

/** Between two servers on the same storage; `started` once the second one is on its way. */
interface Between extends Away {
  readonly kind: 'between';
  started?: Promise<RunningCluster>;
}

type Life =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly cluster: RunningCluster }
  | Between
  | (Away & { readonly kind: 'stopped' })
  | (Away & { readonly kind: 'killed' })
  | { readonly kind: 'held'; readonly cluster: HeldCluster };

/** The server of an instance: at most one at a time, and none that was begun before a kill lives after it. */
export class ServerLife {
  #life: Life = { kind: 'none' };
  #access: ClientAccess = 'clients';
  readonly #onUnexpectedEnd: () => void;

  constructor(onUnexpectedEnd: () => void) {
    this.#onUnexpectedEnd = onUnexpectedEnd;
  }

  get running(): RunningCluster | undefined {
    return this.#life.kind === 'running' ? this.#life.cluster : undefined;
  }

  /** Whom the server admits, since its last start. */
  get access(): ClientAccess {
    return this.#access;
  }

  get isBetween(): boolean {
    return this.#life.kind === 'between';
  }

  async start(cluster: Cluster | StoppedCluster, access: ClientAccess): Promise<RunningCluster> {
    const running = await cluster.start(access);
    this.#access = access;
    this.#live(running);
    return running;
  }

  /** Ends the server; undefined when none runs. `resume` starts it again. */
  stop(): Promise<StoppedCluster> | undefined {
    if (this.#life.kind !== 'running') return undefined;
    const stopped = this.#life.cluster.stop();
    this.#life = { kind: 'stopped', stopped };
    return stopped;
  }

  /** Starts the server that was stopped, when `beforeStart` is over, which begins when it has ended. @throws Error when it was killed meanwhile */
  async resume(beforeStart: () => Promise<void>): Promise<RunningCluster> {
    if (this.#life.kind !== 'stopped') throw new Error('no server was stopped');
    const between: Between = { kind: 'between', stopped: this.#life.stopped };
    this.#life = between;
    const stopped = await between.stopped;
    await beforeStart();
    if (this.#life !== between) throw new Error('the server was killed before it was back');
    between.started = stopped.start(this.#access);
    const running = await between.started;
    if (this.#life !== between) throw new Error('the server was killed when it was back');
    this.#live(running);
    return running;
  }

  /** SIGKILL to every process of the server, now; undefined when none runs. One that is being started ends as well. */
  kill(): KilledTree | undefined {
    const life = this.#life;
    if (life.kind === 'between') this.#life = { kind: 'killed', stopped: endOf(life) };
    if (life.kind !== 'running') return undefined;
    const { tree, stopped } = life.cluster.kill();
    this.#life = { kind: 'killed', stopped };
    return tree;
  }

  /** Kills it; resolves when none of its processes is left. */
  async end(): Promise<void> {
    this.kill();
    if (this.#life.kind === 'killed' || this.#life.kind === 'stopped') await this.#life.stopped;
    this.#life = { kind: 'none' };
  }

  /** Takes the storage of a killed server away; true when no server can open it. */
  async hold(): Promise<boolean> {
    if (this.#life.kind === 'killed')
      this.#life = { kind: 'held', cluster: (await this.#life.stopped).hold() };
    // One that is stopped, or was never made, has no server, and none can be started while its region is lost.
    return this.#life.kind !== 'running' && this.#life.kind !== 'between';
  }

  /** The storage of a server that was killed, for the next one; undefined when it runs or was stopped. */
  async release(): Promise<StoppedCluster | undefined> {
    if (this.#life.kind === 'held') return this.#life.cluster.release();
    return this.#life.kind === 'killed' ? this.#life.stopped : undefined;
  }

  #live(cluster: RunningCluster): void {
    this.#life = { kind: 'running', cluster };
    void cluster.ended.then((stopped) => this.#noticeEnd(cluster, stopped));
  }

  /** A server that nobody here has ended. */
  #noticeEnd(cluster: RunningCluster, stopped: StoppedCluster): void {
    if (this.running !== cluster) return;
    this.#life = { kind: 'killed', stopped: Promise.resolve(stopped) };
    this.#onUnexpectedEnd();
  }
}

/** A server that was on its way is killed when it is there. */
async function endOf({ stopped, started }: Between): Promise<StoppedCluster> {
  const running = await started?.catch(() => undefined);
  return running ? running.kill().stopped : stopped;
}
