import { DeferredFenceRequest } from '../../lib/domain/fence/deferred-fence.ts';
import { runKeys } from '../../lib/domain/run/run-keys.ts';
import type { Invoke } from '../../lib/sandbox/states/asl/execution-scope.ts';
import { AWAY, type ModelWorld, untilHappened } from './model-world.ts';

/** How often the step looks; and after how long its workflow calls it again. */
const LOOK_MS = 200;
const AGAIN_MS = 1_000;

export interface FenceStart {
  readonly arn: string;
  readonly name: string;
  readonly input: unknown;
}

interface FenceParts {
  readonly world: ModelWorld;
  readonly invoke: Invoke;
  readonly statusOf: (arn: string) => string | null;
}

/**
 * An execution of drills/deferred-fence: its own step, called when there is something for it to do. What it would see
 * in between, a look every 200 ms for days, is nothing.
 */
export class ModelDeferredFence {
  readonly arn: string;
  readonly name: string;
  readonly request: DeferredFenceRequest;
  readonly #parts: FenceParts;
  #status: 'RUNNING' | 'SUCCEEDED' = 'RUNNING';

  constructor(parts: FenceParts, { arn, name, input }: FenceStart) {
    this.#parts = parts;
    this.arn = arn;
    this.name = name;
    this.request = DeferredFenceRequest.parse(input);
    void this.#run();
  }

  get status(): string {
    return this.#status;
  }

  async #run(): Promise<void> {
    const { world } = this.#parts;
    for (;;) {
      await untilHappened(world, () => this.#isDue());
      await world.clock.sleep(LOOK_MS);
      if (await this.#isDone()) break;
      await world.clock.sleep(AGAIN_MS);
    }
    this.#status = 'SUCCEEDED';
  }

  /** Its region answers, and whether there is another primary is said. */
  #isDue(): boolean {
    const { regions, instances, buckets } = this.#parts.world;
    const { run, owner, databases, sites } = this.request;
    if (regions[sites.primary.region]?.lost !== false) return false;
    const replicas = new Set(databases.map(({ replica }) => replica.instance));
    const isPromoted = instances.some(({ id, source }) => replicas.has(id) && source === null);
    const asked = `${runKeys.record(run)}PromoteReplica/`;
    const isAsked = [...(buckets[AWAY]?.keys() ?? [])].some((key) => key.startsWith(asked));
    return isPromoted || isAsked || this.#parts.statusOf(owner) !== 'RUNNING';
  }

  async #isDone(): Promise<boolean> {
    const { world, invoke } = this.#parts;
    const { functionError } = await invoke(
      {
        functionName: 'apply-deferred-fence',
        invocationType: 'RequestResponse',
        payload: { run: this.request, executionArn: this.arn, state: 'ApplyDeferredFence' },
        token: null,
        scheduledAt: world.clock.now(),
        timeoutSeconds: 290,
        heartbeatSeconds: null,
      },
      AWAY,
    );
    return functionError === null;
  }
}
