import type { Clock } from '../ports/clock.ts';
import type { Workflows } from '../ports/workflows.ts';

/** Well below HeartbeatSeconds in drills/heartbeat: a few calls that fail are no death. */
const BEAT_EVERY_MS = 2_500;
const LOOK_EVERY_MS = 50;

interface Ports {
  readonly clock: Clock;
  readonly workflows: Workflows;
}

/**
 * Says again and again that a segment goes on, so that one whose process died is noticed and the next one begins. When
 * nobody waits for this segment any more, because it was given up or its series was stopped, it should end.
 */
export class SegmentPulse {
  readonly #ports: Ports;
  readonly #taskToken: string;
  #abandoned = false;

  constructor(ports: Ports, taskToken: string) {
    this.#ports = ports;
    this.#taskToken = taskToken;
  }

  get abandoned(): boolean {
    return this.#abandoned;
  }

  /** Beats until `done`: until the segment has given its answer, or begun to. */
  async run(done: () => boolean): Promise<void> {
    const { clock, workflows } = this.#ports;
    let beatAt = clock.now();
    while (!done() && !this.#abandoned) {
      if (clock.now() >= beatAt) {
        beatAt = clock.now() + BEAT_EVERY_MS * 1000;
        // A call that fails says nothing: it may have arrived.
        const awaited = await workflows.keepTask(this.#taskToken).catch(() => true);
        this.#abandoned = !awaited && !done();
      }
      await clock.sleep(LOOK_EVERY_MS);
    }
  }
}
