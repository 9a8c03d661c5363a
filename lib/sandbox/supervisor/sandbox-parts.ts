import * as z from 'zod';
import type { Services } from '../endpoint/dispatch.ts';
import { type RunningEndpoint, startEndpoint } from '../endpoint/endpoint.ts';
import { openRequestJournal, type RequestJournal } from '../endpoint/request-journal.ts';
import type { DatabaseWorld, SwitchObject } from '../faults/database-world.ts';
import { makeDatabaseWorld } from '../faults/make-database-world.ts';
import { type FunctionPool, makeFunctionPool } from '../lambda/function-pool.ts';
import { pidsDirectory, writePidFile } from '../process/pid-file.ts';
import { readProcessStat } from '../process/process-stat.ts';
import { makeObjectStore, type ObjectStore } from '../s3/object-store.ts';
import { makeS3 } from '../s3/s3.ts';
import type { SandboxConfig } from '../sandbox-config.ts';
import type { SandboxStatus } from '../sandbox-status.ts';
import { makeSecretsManager } from '../secretsmanager/secrets-manager.ts';
import { makeStatesService, type StatesService } from '../states/states-service.ts';

const Switch = z.object({ activeSite: z.string() });

/** All services and processes of one sandbox, put together. `onDown` is called when a client asks for the end. */
export class SandboxParts {
  readonly #config: SandboxConfig;
  readonly #onDown: () => void;
  readonly #store: ObjectStore;
  readonly #world: DatabaseWorld;
  readonly #functions: FunctionPool;
  readonly #states: StatesService;
  readonly #journal: RequestJournal;
  #endpoint: RunningEndpoint | null = null;
  #report: (detail: string) => void = ignore;

  constructor(config: SandboxConfig, onDown: () => void) {
    const { stateDir, account } = config;
    const onChild = (name: string, pid: number) => notePid(stateDir, name, pid);
    this.#config = config;
    this.#onDown = onDown;
    this.#store = makeObjectStore(config.buckets);
    this.#journal = openRequestJournal(stateDir);
    this.#world = makeDatabaseWorld({
      config,
      stateDir,
      readSwitch: (object) => activeSite(this.#store, object),
      endRegionProcesses: (region) => this.#functions.endRegion(region),
      onProgress: (line) => this.#report(line),
    });
    const environmentOf = (region: string) => this.#environmentOf(region);
    this.#functions = makeFunctionPool({
      functions: config.functions,
      account,
      stateDir,
      environmentOf,
      onChild,
    });
    const invokeFunction = this.#functions.invoke;
    this.#states = makeStatesService({
      config: config.stateMachines,
      stateDir,
      account,
      invokeFunction,
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
      reachability: (region, service) => this.#world.reachability(region, service),
      control: { status: () => this.#status(), down: this.#onDown },
    });
    await Promise.all([this.#states.start(), this.#world.start()]);
    return this.#endpoint.url;
  }

  /** Ends everything, also while `start` is under way. */
  async stop(): Promise<void> {
    const parts = [this.#states.stop(), this.#functions.stop(), this.#world.stop()];
    await Promise.all([this.#endpoint?.close(), ...parts]);
    await this.#journal.close();
  }

  #services(): Services {
    const { account, secrets } = this.#config;
    return {
      s3: makeS3(this.#store),
      secretsmanager: makeSecretsManager({ account, secrets }),
      rds: this.#world.rds,
      fis: this.#world.fis,
      lambda: this.#functions.service,
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

/** The site that a switch object names; undefined while there is none, or none that can be read. */
function activeSite(store: ObjectStore, { region, bucket, key }: SwitchObject): string | undefined {
  const body = store.peek(region, bucket, key);
  if (!body) return undefined;
  try {
    return Switch.parse(JSON.parse(body.toString('utf8'))).activeSite;
  } catch {
    return undefined;
  }
}

/** Children of other parts: a pid file each, so that a later start can sweep what a SIGKILL of this process left. */
function notePid(stateDir: string, name: string, pid: number): void {
  const startTicks = readProcessStat(pid)?.startTicks;
  if (startTicks !== undefined) writePidFile(pidsDirectory(stateDir), { name, pid, startTicks });
}
