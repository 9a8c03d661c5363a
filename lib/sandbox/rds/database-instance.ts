import type { RegionGateway } from '../network/region-gateway.ts';
import type { ClientAccess } from '../postgres/client-access.ts';
import type { Cluster, RunningCluster, StoppedCluster } from '../postgres/cluster.ts';
import type { KilledTree } from '../process/kill-tree.ts';
import type { InstanceConfig } from '../sandbox-config.ts';
import type { InstanceParts } from './instance-parts.ts';
import { initialSettings, type InstanceSettings, withPending } from './instance-settings.ts';
import { changesInWords } from './changes-in-words.ts';
import type { Restorable } from './restorable.ts';
import { ServerLife } from './server-life.ts';
import { MODIFYING_MS, pause, ShownStatus } from './shown-status.ts';

/** One DB instance: what the service says of it, and the server that it is. */
export class DatabaseInstance {
  #parts: InstanceParts;
  readonly #server: ServerLife;
  readonly #shown: ShownStatus;
  /** The making of an instance while the sandbox stands: until it is done, its server is not ready for users. */
  #making: Promise<void> | undefined;
  /** Killed while it was being made: what is under way for it may not go on. */
  #doomed = false;
  #settings: InstanceSettings;
  #isReplica: boolean;
  #promoting = false;
  /** Times that its archive of WAL is proven to reach. */
  restorable: Restorable | undefined;

  constructor(parts: InstanceParts, settings?: InstanceSettings) {
    this.#parts = parts;
    this.#settings = settings ?? initialSettings(parts.config);
    this.#isReplica = parts.config.source !== undefined;
    // RDS shows what it found, and a fault's undo or nobody starts it again.
    this.#server = new ServerLife(() => this.#shown.become('failed'));
    this.#shown = new ShownStatus(parts.note);
  }

  /** What it is made of; a new identifier changes its configuration and its ARN. */
  get parts(): InstanceParts {
    return this.#parts;
  }

  get config(): InstanceConfig {
    return this.parts.config;
  }

  /** As RDS words it. */
  get status(): string {
    return this.isBeingMade && !this.#shown.is('deleting') ? 'creating' : this.#shown.word;
  }

  get isBeingMade(): boolean {
    return this.#making !== undefined;
  }

  get settings(): InstanceSettings {
    return this.#settings;
  }

  change(change: Partial<InstanceSettings>): void {
    this.#settings = { ...this.#settings, ...change };
  }

  /** Every way in. */
  get gateways(): readonly RegionGateway[] {
    const { gateway, clientGateway, directGateway, witnessGateways } = this.parts;
    return [gateway, clientGateway, directGateway, ...witnessGateways.values()];
  }

  /** Until the server really is out of recovery. */
  get isReplica(): boolean {
    return this.#isReplica;
  }

  get running(): RunningCluster | undefined {
    return this.#server.running;
  }

  /** Whom the server admits, since its last start. */
  get access(): ClientAccess {
    return this.#server.access;
  }

  /** @throws Error when the instance was lost while it was being made */
  async start(cluster: Cluster | StoppedCluster, access: ClientAccess): Promise<RunningCluster> {
    const running = await this.#server.start(cluster, access);
    if (this.#doomed) this.#server.kill();
    this.#refuseDoomed();
    if (this.#isReplica) this.#isReplica = await inRecovery(running);
    this.#shown.backUp(this.#isReplica ? this.parts.delays.replicaBackupMs : 0);
    return running;
  }

  /** Shows the instance as being created until all of `work` is done; failed, and without a server, when that fails. */
  provision(work: () => Promise<void>): Promise<void> {
    const making = this.#make(work);
    this.#making = making
      .catch(() => undefined)
      .finally(() => {
        this.#making = undefined;
        this.#doomed = false;
      });
    return making;
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
      .catch(() => this.#fail(cluster))
      .finally(() => (this.#promoting = false));
  }

  /** Restarts the server, as RebootDBInstance does; its address refuses connections meanwhile. */
  reboot(): void {
    const cluster = this.running;
    if (!cluster) return;
    void this.#reboot(this.parts.delays.rebootMs).then(
      () => this.#shown.become('available'),
      () => this.#fail(cluster),
    );
  }

  /** Gives it another identifier, which reboots it (API reference, ModifyDBInstance). */
  rename(id: string): void {
    const cluster = this.running;
    if (!cluster) return;
    this.#shown.become('renaming');
    void this.#rename(id).catch(() => this.#fail(cluster));
  }

  /** Ends the server and keeps its storage. */
  stop(): void {
    const stopped = this.#server.stop();
    if (!stopped) return;
    this.#shown.become('stopping');
    void this.#noteStopped(stopped);
  }

  /** Starts the server that was stopped. */
  resume(): void {
    this.#shown.become('starting');
    void this.#resume().catch(() => this.#fail(undefined));
  }

  /** Shows the instance as backing up until `work` is done, unless it is being deleted; it serves meanwhile. */
  backUpWhile(work: () => Promise<void>): Promise<void> {
    return this.#shown.backUpWhile(work);
  }

  /** Puts what waits into force, except for a parameter group, which needs a reboot. */
  applyPending(): void {
    const { parameterGroup, ...others } = this.#settings.pending;
    const waiting = parameterGroup === undefined ? {} : { parameterGroup };
    const events = changesInWords(this.#settings, others);
    this.#settings = { ...withPending({ ...this.#settings, pending: others }), pending: waiting };
    if (events.length > 0) void this.#shown.modify(events);
  }

  beginDeletion(): void {
    this.#shown.become('deleting');
  }

  /** What was to be deleted stays. */
  cancelDeletion(): void {
    this.#shown.become(this.running ? 'available' : 'failed');
  }

  /** Ends the server for good; resolves when none of its processes is left. */
  async end(): Promise<void> {
    this.kill();
    await this.#making;
    await this.#server.end();
  }

  /** SIGKILL to every process of the server, now; undefined when none runs. One that is being made is given up. */
  kill(): KilledTree | undefined {
    this.#doomed ||= this.isBeingMade;
    return this.#server.kill();
  }

  /** Ends the server without any grace and starts it on the same storage; one that has ended is started. */
  async restart(access: ClientAccess): Promise<void> {
    this.kill();
    this.#shown.become('rebooting');
    await this.returnStorage(access);
  }

  /** Whether the status says that the volume is full, whatever else is true. */
  showStorageFull(full: boolean): void {
    this.#shown.showStorageFull(full);
  }

  /** Takes the storage of a killed server away; true when no server can open it. */
  async holdStorage(): Promise<boolean> {
    await this.#making;
    return this.#server.hold();
  }

  /** Gives the storage back and starts the server on it; one that still runs, or was stopped, is left alone. */
  async returnStorage(access: ClientAccess): Promise<void> {
    const stopped = await this.#server.release();
    if (stopped) await this.start(stopped, access);
  }

  async #make(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#refuseDoomed();
    } catch (error) {
      await this.#server.end();
      if (!this.#shown.is('deleting')) this.#shown.become('failed');
      throw error;
    }
    // A first backup follows (RDS User Guide, "Viewing Amazon RDS DB instance status"); a replica keeps none.
    if (!this.#isReplica && this.#settings.backupRetentionPeriod > 0)
      this.#shown.backUp(this.parts.delays.backupMs);
  }

  #refuseDoomed(): void {
    if (this.#doomed) throw new Error(`${this.config.id} was lost while it was being made`);
  }

  /** As RDS does it: available for a while, modifying, rebooting, and backing-up when it serves again. */
  async #promote(cluster: RunningCluster): Promise<void> {
    const { promotionMs, staleStatusMs, rebootMs, backupMs } = this.parts.delays;
    const staleMs = Math.min(promotionMs, staleStatusMs);
    await pause(staleMs);
    this.#shown.become('modifying');
    await pause(promotionMs - staleMs);
    const server = rebootMs > 0 ? await this.#reboot(rebootMs) : cluster;
    await server.promote();
    this.#isReplica = false;
    this.#shown.backUp(backupMs);
  }

  async #rename(id: string): Promise<void> {
    await pause(MODIFYING_MS);
    const { config, arn, delays } = this.#parts;
    this.#parts = { ...this.#parts, config: { ...config, id }, arn: arn.replace(/[^:]+$/, id) };
    await this.#reboot(delays.rebootMs);
    this.#shown.become('available');
  }

  async #reboot(rebootMs: number): Promise<RunningCluster> {
    if (!this.#server.stop()) throw new Error(`${this.config.id} was lost before it had rebooted`);
    this.#shown.become('rebooting');
    this.parts.note('availability', 'DB instance shutdown');
    const running = await this.#server.resume(() => pause(rebootMs));
    this.parts.note('availability', 'DB instance restarted');
    return running;
  }

  async #resume(): Promise<void> {
    const running = await this.#server.resume(() => Promise.resolve());
    if (this.#isReplica) this.#isReplica = await inRecovery(running);
    this.#shown.become('available');
    this.parts.note('notification', 'DB instance started');
  }

  async #noteStopped(stopped: Promise<StoppedCluster>): Promise<void> {
    await stopped;
    if (!this.#shown.is('stopping')) return;
    this.#shown.become('stopped');
    this.parts.note('notification', 'DB instance stopped');
  }

  /** A server that was killed meanwhile says at its next start what it is. */
  #fail(cluster: RunningCluster | undefined): void {
    if (this.running === cluster || this.#server.isBetween) this.#shown.become('failed');
  }
}

async function inRecovery(cluster: RunningCluster): Promise<boolean> {
  return (await cluster.admin.value('select pg_is_in_recovery()')) === 'true';
}
