import { rmSync } from 'node:fs';
import { makeCallTrail, type CallTrail } from '../cloudtrail/call-trail.ts';
import { makeCloudTrailService } from '../cloudtrail/cloudtrail-service.ts';
import type { Services } from '../endpoint/dispatch.ts';
import { type RunningEndpoint, startEndpoint } from '../endpoint/endpoint.ts';
import { openRequestJournal, type RequestJournal } from '../endpoint/request-journal.ts';
import { sessionTokenFor } from '../endpoint/session-token.ts';
import type { DatabaseWorld } from '../faults/database-world.ts';
import { makeDatabaseWorld } from '../faults/make-database-world.ts';
import { truthFileOf } from '../faults/truth-log.ts';
import { type FunctionPool, makeFunctionPool } from '../lambda/function-pool.ts';
import { pidsDirectory, writePidFile } from '../process/pid-file.ts';
import { readProcessStat } from '../process/process-stat.ts';
import { makeObjectStore, type ObjectStore } from '../s3/object-store.ts';
import { makeS3 } from '../s3/s3.ts';
import { compileCacheOf, type FollowedObject, type SandboxConfig } from '../sandbox-config.ts';
import type { SandboxStatus } from '../sandbox-status.ts';
import { kmsKeysOf } from '../kms/kms-keys.ts';
import { makeKmsService } from '../kms/kms-service.ts';
import { makeSecretsManager } from '../secretsmanager/secrets-manager.ts';
import { makeMessageLog } from '../sns/message-log.ts';
import { makeSnsService } from '../sns/sns-service.ts';
import { makeTopicShelf } from '../sns/topic.ts';
import { makeStatesService, type StatesService } from '../states/states-service.ts';
import type { AwsService } from '../wire/aws-request.ts';

/** All services and processes of one sandbox, put together. `onDown` is called when a client asks for the end. */
export class SandboxParts {
  readonly #config: SandboxConfig;
  readonly #onDown: () => void;
  readonly #store: ObjectStore;
  #world: DatabaseWorld;
  readonly #functions: FunctionPool;
  readonly #states: StatesService;
  readonly #journal: RequestJournal;
  readonly #trail: CallTrail;
  readonly #messages = makeMessageLog();
  readonly #sns: AwsService;
  #endpoint: RunningEndpoint | null = null;
  #report: (detail: string) => void = ignore;
  #resetting: Promise<void> | null = null;
  #ending = false;

  constructor(config: SandboxConfig, onDown: () => void) {
    const { stateDir, account } = config;
    const onChild = (name: string, pid: number) => notePid(stateDir, name, pid);
    this.#config = config;
    this.#onDown = onDown;
    this.#store = makeObjectStore(config.buckets, {
      regions: config.regions,
      replicationMs: config.objectReplicationMs,
      isReachable: (region) => this.#world.reachability(region, 's3') === 'up',
    });
    this.#journal = openRequestJournal(stateDir);
    this.#trail = makeCallTrail(account);
    const topics = makeTopicShelf(config.topics);
    this.#sns = makeSnsService({ account, topics, messages: this.#messages });
    this.#world = this.#makeWorld();
    const environmentOf = (region: string) => this.#environmentOf(region);
    this.#functions = makeFunctionPool({
      functions: config.functions,
      account,
      stateDir,
      compileCache: compileCacheOf(config),
      environmentOf,
      onChild,
    });
    const invokeFunction = this.#functions.invoke;
    this.#states = makeStatesService({
      config: config.stateMachines,
      stateDir,
      account,
      invokeFunction,
      s3: makeS3(this.#store),
      onChild,
    });
  }

  /** Starts everything; answers the endpoint's URL. */
  async start(report: (detail: string) => void): Promise<string> {
    this.#report = report;
    this.#endpoint = await startEndpoint({
      credentials: this.#config.credentials,
      services: this.#services(),
      journal: this.#journal,
      noteCall: (call) => this.#trail.note(call),
      reachability: (region, service, from) => this.#world.reachability(region, service, from),
      treat: (region, service) => this.#world.treat(region, service),
      control: {
        status: () => this.#status(),
        messages: () => this.#messages.all(),
        reset: () => this.#reset(),
        down: this.#onDown,
      },
    });
    await Promise.all([this.#states.start(), this.#world.start()]);
    return this.#endpoint.url;
  }

  /** Ends everything, also while `start` is under way. */
  async stop(): Promise<void> {
    this.#ending = true;
    const parts = [this.#states.stop(), this.#functions.stop(), this.#world.stop()];
    await Promise.all([this.#endpoint?.close(), ...parts]);
    await this.#journal.close();
  }

  /**
   * Begins anew: databases, doors and services as after a start, empty buckets, no fault. The process, its endpoint
   * and what the workflows' journals hold stay. @throws Error while a workflow runs, whose ground this would take.
   */
  #reset(): Promise<void> {
    this.#resetting ??= this.#beginAnew().finally(() => (this.#resetting = null));
    return this.#resetting;
  }

  async #beginAnew(): Promise<void> {
    const running = await this.#states.running();
    if (running.length > 0) throw new Error(`workflows are running: ${running.join(', ')}`);
    // Their warm sessions lead to servers that are about to go.
    await Promise.all(this.#config.regions.map((region) => this.#functions.endRegion(region)));
    await this.#world.stop();
    if (this.#ending) throw new Error('the sandbox is ending');
    this.#store.empty();
    this.#messages.empty();
    this.#trail.empty();
    rmSync(truthFileOf(this.#config.stateDir), { force: true });
    this.#world = this.#makeWorld();
    await this.#world.start();
  }

  #makeWorld(): DatabaseWorld {
    return makeDatabaseWorld({
      config: this.#config,
      stateDir: this.#config.stateDir,
      readObject: (object) => jsonIn(this.#store, object),
      endRegionProcesses: (region) => this.#functions.endRegion(region),
      onProgress: (line) => this.#report(line),
    });
  }

  #services(): Services {
    const { account, secrets } = this.#config;
    return {
      cloudtrail: makeCloudTrailService(this.#trail),
      kms: makeKmsService({ account, keys: kmsKeysOf(this.#config) }),
      s3: makeS3(this.#store),
      secretsmanager: makeSecretsManager({ account, secrets }),
      rds: (request) => this.#world.rds(request),
      fis: (request) => this.#world.fis(request),
      lambda: this.#functions.service,
      sns: this.#sns,
      states: this.#states.service,
    };
  }

  #environmentOf(region: string): Readonly<Record<string, string>> {
    const { accessKeyId, secretAccessKey } = this.#config.credentials;
    return {
      AWS_ENDPOINT_URL: this.#endpoint?.url ?? '',
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionTokenFor(region),
      PGSSLROOTCERT: this.#world.status().caFile,
    };
  }

  #status(): SandboxStatus {
    const world = this.#world.status();
    const [frontDoor] = world.frontDoors;
    if (!frontDoor) throw new Error('the sandbox has no front door');
    const { timing, delays } = this.#config;
    const endpoint = this.#endpoint?.url ?? '';
    return { endpoint, supervisorPid: process.pid, timing, delays, ...world, frontDoor };
  }
}

function ignore(): void {}

/** What an object holds; undefined while there is none, null where it is no JSON. */
function jsonIn(store: ObjectStore, { region, bucket, key }: FollowedObject): unknown {
  const body = store.peek(region, bucket, key);
  if (!body) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

/** Children of other parts: a pid file each, so that a later start can sweep what a SIGKILL of this process left. */
function notePid(stateDir: string, name: string, pid: number): void {
  const startTicks = readProcessStat(pid)?.startTicks;
  if (startTicks !== undefined) writePidFile(pidsDirectory(stateDir), { name, pid, startTicks });
}
