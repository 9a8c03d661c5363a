import { formatInstant, type Instant } from '../domain/instant.ts';
import { type Evidence, outageFinding } from '../domain/ledger/outage-finding.ts';
import type { OutcomeOf } from '../domain/record/outcomes.ts';
import type { HeartbeatControl } from '../domain/run/heartbeat-input.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { Clock } from '../ports/clock.ts';
import type { Workflows } from '../ports/workflows.ts';

const WARM_CALLS = 3;
const NO_TOKEN = 'nobody-waits-for-this';

/** When the rule fired, and what was known of the primary region by then. */
export interface Detected {
  readonly at: Instant;
  readonly evidence: readonly Evidence[];
}

/**
 * Answers the waiting state of the failover with the detection, once: the answer carries the outcome for the record,
 * so that nothing has to be written between detection and declaration.
 */
export class DetectionAnswer {
  readonly #ports: { readonly clock: Clock; readonly workflows: Workflows };
  #answeredToken: string | null = null;

  constructor(ports: { readonly clock: Clock; readonly workflows: Workflows }) {
    this.#ports = ports;
  }

  /** Goes the way of an answer with a token that nobody waits for: the first one costs a cold client 80 ms and more. */
  async prepare(): Promise<void> {
    for (let call = 0; call < WARM_CALLS; call += 1) {
      await this.#ports.workflows.completeTask(NO_TOKEN, null).catch(() => false);
    }
  }

  async give(detection: HeartbeatControl['detection'], detected: Detected | null): Promise<void> {
    if (!detection || !detected || detection.taskToken === this.#answeredToken) return;
    const { at: detectedAt, evidence } = detected;
    this.#answeredToken = detection.taskToken;
    const outcome: OutcomeOf<'AwaitDetection'> = {
      detected: true,
      at: formatInstant(detectedAt),
      via: 'token',
      finding: outageFinding(evidence),
      evidence: [...evidence],
    };
    const { state, attempt, pending } = detection;
    const at = formatInstant(this.#ports.clock.now());
    const entry = { schemaVersion: SCHEMA_VERSION, kind: 'outcome', state, attempt, at, data: outcome };
    try {
      await this.#ports.workflows.completeTask(detection.taskToken, {
        outcome,
        pending: [...pending, entry],
      });
    } catch {
      this.#answeredToken = null;
    }
  }
}
