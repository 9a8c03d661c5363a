import { HeartbeatControl } from '../domain/run/heartbeat-input.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Clock } from '../ports/clock.ts';
import type { Objects } from '../ports/objects.ts';

const CALM_MS = 200;
const EAGER_MS = 10;

/**
 * Reads the run's control object again and again: every 200 ms, and every 10 ms while the caller waits for something
 * in it. A read that fails changes nothing: the last control read stays in force.
 */
export class ControlWatch {
  readonly #objects: Objects;
  readonly #clock: Clock;
  readonly #key: string;
  #control: HeartbeatControl = { stop: false, detection: null };

  constructor(objects: Objects, clock: Clock, run: string) {
    this.#objects = objects;
    this.#clock = clock;
    this.#key = runKeys.control(run);
  }

  get current(): HeartbeatControl {
    return this.#control;
  }

  /** Reads until `done`; after each reading `onRead` may act on it. */
  async run({
    done,
    eager,
    onRead,
  }: {
    done: () => boolean;
    eager: () => boolean;
    onRead: () => Promise<void>;
  }) {
    while (!done()) {
      this.#control = await this.#read();
      await onRead();
      await this.#clock.sleep(eager() ? EAGER_MS : CALM_MS);
    }
  }

  async #read(): Promise<HeartbeatControl> {
    try {
      const object = await this.#objects.get(this.#key);
      return object ? HeartbeatControl.parse(JSON.parse(object.text)) : this.#control;
    } catch {
      return this.#control;
    }
  }
}
