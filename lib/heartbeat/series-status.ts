import { formatInstant, type Instant } from '../domain/instant.ts';
import {
  type DetectionPolicy,
  type DetectionState,
  observe,
  UNDETECTED,
} from '../domain/ledger/detection-rule.ts';
import type { HeartbeatStatus } from '../domain/run/heartbeat-input.ts';

/** What a segment has seen so far, for whoever asks while it runs. */
export class SeriesStatus {
  readonly #policy: DetectionPolicy;
  #detection: DetectionState = UNDETECTED;
  #good = 0;
  #bad = 0;
  #lastGoodAt: Instant | null = null;
  #failing = false;
  readonly #unhealthy = new Set<string>();

  constructor(policy: DetectionPolicy) {
    this.#policy = policy;
  }

  /** Counts one sample. `part` names what it was of, where a series watches several things. */
  observe(part: string, { at, good }: { at: Instant; good: boolean }): void {
    this.#detection = observe(this.#policy, this.#detection, { at, good });
    this.#failing = !good;
    if (good) {
      this.#good += 1;
      this.#lastGoodAt = at;
      this.#unhealthy.delete(part);
    } else {
      this.#bad += 1;
      this.#unhealthy.add(part);
    }
  }

  get detectedAt(): Instant | null {
    return this.#detection.detectedAt;
  }

  get failing(): boolean {
    return this.#failing;
  }

  snapshot(
    identity: Pick<HeartbeatStatus, 'role' | 'source' | 'segment'>,
    at: Instant,
  ): Omit<HeartbeatStatus, 'evidence'> {
    return {
      ...identity,
      at: formatInstant(at),
      good: this.#good,
      bad: this.#bad,
      lastGoodAt: textOf(this.#lastGoodAt),
      detectedAt: identity.role === 'ledger' ? textOf(this.detectedAt) : null,
      failing: this.#failing,
      unhealthy: identity.role === 'health' ? [...this.#unhealthy] : [],
    };
  }
}

function textOf(instant: Instant | null): string | null {
  return instant === null ? null : formatInstant(instant);
}
