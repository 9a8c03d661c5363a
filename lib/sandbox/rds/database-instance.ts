import { setTimeout as sleep } from 'node:timers/promises';
import type { RegionGateway } from '../network/region-gateway.ts';
import type { ClientAccess } from '../postgres/client-access.ts';
import type { Cluster, HeldCluster, RunningCluster, StoppedCluster } from '../postgres/cluster.ts';
import type { KilledTree } from '../process/kill-tree.ts';
import type { Delays, InstanceConfig } from '../sandbox-config.ts';
import { initialSettings, type InstanceSettings, withPending } from './instance-settings.ts';

export interface InstanceParts {
  readonly config: InstanceConfig;
  readonly arn: string;
  readonly createdAt: Date;
  /** Address that DescribeDBInstances gives: the way in from the other region, and the operator's. */
  readonly gateway: RegionGateway;
  /** What front doors lead to: the way in for users. */
  readonly clientGateway: RegionGateway;
  /** The way in from inside the region, which no partition cuts. */
  readonly directGateway: RegionGateway;
  /** Port of the postmaster itself. */
  readonly serverPort: number;
  readonly delays: Delays;
  /** Of the role that this instance's replicas stream as. */
  readonly replicationPassword: string;
}

type Life =
  | { readonly kind: 'creating' }
  | { readonly kind: 'running'; readonly cluster: RunningCluster }
  | { readonly kind: 'rebooting'; readonly stopped: Promise<StoppedCluster> }
  | { readonly kind: 'stopped'; readonly stopped: Promise<StoppedCluster> }
  | { readonly kind: 'killed'; readonly stopped: Promise<StoppedCluster> }
  | { readonly kind: 'held'; readonly cluster: HeldCluster };

/** How long the status says modifying. */
const MODIFYING_MS = 200;

/** One DB instance: what the service says of it, and the server that it is. */
export class DatabaseInstance {
  readonly parts: InstanceParts;
  #life: Life = { kind: 'creating' };
  #status = 'creating';
  /** Of an instance that is made while the sandbox stands: its server is not ready for users yet. */
  #provisioning = false;
  #settings: InstanceSettings;
  #isReplica: boolean;
  #promoting = false;
  #storageFull = false;
  #access: ClientAccess = 'clients';

  constructor(parts: InstanceParts, settings?: InstanceSettings) {
    this.parts = parts;
    this.#settings = settings ?? initialSettings(parts.config);
    this.#isReplica = parts.config.source !== undefined;
  }

  get config(): InstanceConfig {
    return this.parts.config;
  }

  /** As RDS words it. */
  get status(): string {
    if (this.#provisioning) return 'creating';
    return this.#storageFull ? 'storage-full' : this.#status;
  }

  get settings(): InstanceSettings {
    return this.#settings;
  }

  change(change: Partial<InstanceSettings>): void {
    this.#settings = { ...this.#settings, ...change };
  }

  /** As whom events name it. */
  get eventSource(): { readonly instance: string; readonly arn: string } {
    return { instance: this.config.id, arn: this.parts.arn };
  }

  /** Every way in. */
  get gateways(): readonly RegionGateway[] {
    return [this.parts.gateway, this.parts.clientGateway, this.parts.directGateway];
  }

  /** Until the server really is out of recovery. */
  get isReplica(): boolean {
    return this.#isReplica;
  }

  get running(): RunningCluster | undefined {
    return this.#life.kind === 'running' ? this.#life.cluster : undefined;
  }

  /** Whom the server admits, since its last start. */
  get access(): ClientAccess {
    return this.#access;
  }

  async start(cluster: Cluster | StoppedCluster, access: ClientAccess): Promise<RunningCluster> {
    const running = await cluster.start(access);
    this.#access = access;
    this.#live(running);
    if (this.#isReplica) this.#isReplica = await inRecovery(running);
    this.#backUp(this.#isReplica ? this.parts.delays.replicaBackupMs : 0);
    return running;
  }

  /** Whether a promotion was accepted, which the status shows later than it is true. */
  get promoting(): boolean {
    return this.#promoting;
  }

  /** Accepts a promotion and returns; only the source's absence says that it has happened. */
  promote(): void {
    const cluster = this.running;
    if (!cluster || this.#promoting) return;
    this.#promoting = true;
    void this.#promote(cluster)
      .catch(() => this.#promotionFailed(cluster))
      .finally(() => (this.#promoting = false));
  }

  /** Shows the instance as being created until all of `work` is done; failed when that fails. */
  async provision(work: () => Promise<void>): Promise<void> {
    this.#provisioning = true;
    await work().catch((error: unknown) => {
      this.#status = 'failed';
      this.#provisioning = false;
      throw error;
    });
    this.#provisioning = false;
  }

  /** Restarts the server, as RebootDBInstance does. */
  reboot(): void {
    const cluster = this.running;
    if (!cluster) return;
    void this.#reboot(cluster, this.parts.delays.rebootMs).then(
      () => (this.#status = 'available'),
      () => this.#promotionFailed(cluster),
    );
  }

  /** Ends the server and keeps its storage. */
  stop(): void {
    if (this.#life.kind !== 'running') return;
    const stopped = { kind: 'stopped', stopped: this.#life.cluster.stop() } as const;
    this.#life = stopped;
    this.#status = 'stopping';
    void this.#noteStopped(stopped);
  }

  /** Starts the server that was stopped. */
  resume(): void {
    if (this.#life.kind !== 'stopped') return;
    const starting = { kind: 'rebooting', stopped: this.#life.stopped } as const;
    this.#life = starting;
    this.#status = 'starting';
    void starting.stopped
      .then((stopped) => (this.#life === starting ? this.start(stopped, this.#access) : undefined))
      .catch(() => (this.#status = 'failed'));
  }

  /** Puts what waits into force, except for a parameter group, which needs a reboot. */
  applyPending(): void {
    const { parameterGroup, ...others } = this.#settings.pending;
    const waiting = parameterGroup === undefined ? {} : { parameterGroup };
    this.#settings = { ...withPending({ ...this.#settings, pending: others }), pending: waiting };
    this.#status = 'modifying';
    void this.#endModification();
  }

  beginDeletion(): void {
    this.#status = 'deleting';
  }

  /** Ends the server for good; resolves when none of its processes is left. */
  async end(): Promise<void> {
    this.kill();
    if (this.#life.kind === 'killed' || this.#life.kind === 'stopped') await this.#life.stopped;
  }

  /** SIGKILL to every process of the server, now; undefined when none runs. */
  kill(): KilledTree | undefined {
    if (this.#life.kind === 'rebooting') this.#life = { kind: 'killed', stopped: this.#life.stopped };
    if (this.#life.kind !== 'running') return undefined;
    const { tree, stopped } = this.#life.cluster.kill();
    this.#life = { kind: 'killed', stopped };
    return tree;
  }

  /** Ends the server without any grace and starts it on the same storage; one that has ended is started. */
  async restart(access: ClientAccess): Promise<void> {
    this.kill();
    this.#status = 'rebooting';
    await this.returnStorage(access);
  }

  /** Whether the status says that the volume is full, whatever else is true. */
  showStorageFull(full: boolean): void {
    this.#storageFull = full;
  }

  /** Takes the storage of a killed server away; true when no server can open it. */
  async holdStorage(): Promise<boolean> {
    if (this.#life.kind === 'killed') {
      this.#life = { kind: 'held', cluster: (await this.#life.stopped).hold() };
    }
    // Of one that is stopped no server runs, and none can be started while its region is lost.
    return this.#life.kind === 'held' || this.#life.kind === 'stopped';
  }

  /** Gives the storage back and starts the server on it; one that still runs is left alone. */
  async returnStorage(access: ClientAccess): Promise<void> {
    if (this.#life.kind === 'held') await this.start(this.#life.cluster.release(), access);
    else if (this.#life.kind === 'killed') await this.start(await this.#life.stopped, access);
  }

  /** As RDS does it: available for a while, modifying, rebooting, and backing-up when it serves again. */
  async #promote(cluster: RunningCluster): Promise<void> {
    const { promotionMs, staleStatusMs, rebootMs, backupMs } = this.parts.delays;
    const staleMs = Math.min(promotionMs, staleStatusMs);
    await pause(staleMs);
    this.#status = 'modifying';
    await pause(promotionMs - staleMs);
    const server = rebootMs > 0 ? await this.#reboot(cluster, rebootMs) : cluster;
    await server.promote();
    this.#isReplica = false;
    this.#backUp(backupMs);
  }

  /** Its address refuses connections meanwhile. @throws Error when the server was killed before it was back. */
  async #reboot(cluster: RunningCluster, rebootMs: number): Promise<RunningCluster> {
    const lost = () => new Error(`${this.config.id} was lost before it had rebooted`);
    if (this.running !== cluster) throw lost();
    this.#status = 'rebooting';
    const rebooting = { kind: 'rebooting', stopped: cluster.stop() } as const;
    this.#life = rebooting;
    const stopped = await rebooting.stopped;
    await pause(rebootMs);
    if (this.#life !== rebooting) throw lost();
    const running = await stopped.start(this.#access);
    this.#live(running);
    return running;
  }

  /** A backup changes nothing but the status: the pause of I/O that a snapshot can bring is left out. */
  #backUp(milliseconds: number): void {
    this.#status = milliseconds > 0 ? 'backing-up' : 'available';
    if (milliseconds > 0) void this.#endBackup(milliseconds);
  }

  async #endBackup(milliseconds: number): Promise<void> {
    await pause(milliseconds);
    if (this.#status === 'backing-up') this.#status = 'available';
  }

  /** Short, as nothing real is changed: long enough to be seen. */
  async #endModification(): Promise<void> {
    await pause(MODIFYING_MS);
    if (this.#status === 'modifying') this.#status = 'available';
  }

  async #noteStopped(life: Extract<Life, { kind: 'stopped' }>): Promise<void> {
    await life.stopped;
    if (this.#life === life) this.#status = 'stopped';
  }

  #live(cluster: RunningCluster): void {
    this.#life = { kind: 'running', cluster };
    void cluster.ended.then((stopped) => this.#noticeEnd(cluster, stopped));
  }

  /** A server that nobody here has ended: RDS shows what it found, and a fault's undo or nobody starts it again. */
  #noticeEnd(cluster: RunningCluster, stopped: StoppedCluster): void {
    if (this.running !== cluster) return;
    this.#life = { kind: 'killed', stopped: Promise.resolve(stopped) };
    this.#status = 'failed';
  }

  /** A server that was killed meanwhile says at its next start what it is. */
  #promotionFailed(cluster: RunningCluster): void {
    if (this.running === cluster || this.#life.kind === 'rebooting') this.#status = 'failed';
  }
}

/** Keeps no process alive: a sandbox that ends waits for none of them. */
async function pause(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await sleep(milliseconds, undefined, { ref: false });
}

async function inRecovery(cluster: RunningCluster): Promise<boolean> {
  return (await cluster.admin.value('select pg_is_in_recovery()')) === 'true';
}
