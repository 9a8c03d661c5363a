import { HeartbeatControl } from '../domain/run/heartbeat-input.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Clock } from '../ports/clock.ts';
import type { Objects } from '../ports/objects.ts';

const CALM_MS = 500;
const EAGER_MS = 10;

/**
 * Reads the run's control object again and again: every 500 ms, and every 10 ms while the caller waits for something
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
      await this.#pause(done, eager);
    }
  }

  /** A pause that ends early when the caller is done, or begins to be in a hurry. */
  async #pause(done: () => boolean, eager: () => boolean): Promise<void> {
    const until = this.#clock.now() + CALM_MS * 1000;
    do await this.#clock.sleep(EAGER_MS);
    while (!done() && !eager() && this.#clock.now() < until);
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
