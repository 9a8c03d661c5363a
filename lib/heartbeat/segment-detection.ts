import { type Instant, parseInstant } from '../domain/instant.ts';
import type { Attempt } from '../domain/ledger/attempt.ts';
import type { Evidence } from '../domain/ledger/outage-finding.ts';
import type { HeartbeatInput } from '../domain/run/heartbeat-input.ts';
import type { Workflows } from '../ports/workflows.ts';
import type { ControlWatch } from './control-watch.ts';
import { type Detected, DetectionAnswer } from './detection-answer.ts';
import { OutageWitness, type OutageWitnessPorts } from './outage-witness.ts';
import type { SeriesStatus } from './series-status.ts';

export interface SegmentDetectionPorts extends OutageWitnessPorts {
  readonly workflows: Workflows;
}

export interface SegmentDetection {
  /** Takes one attempt of a writer, whose end was known at an instant. */
  observe(attempt: Attempt, at: Instant): void;
  /** Tells whoever waits for the detection, if there is one. */
  answer(): Promise<void>;
  /** What was known of the primary region when the rule fired; nothing while it has not. */
  evidence(): readonly Evidence[];
  /** Looks at the primary region no more; the evidence stays. */
  close(): void;
}

/**
 * What a writer's attempts mean for its status, and, on the ledger's writer, for detection: what is known of the primary
 * region is taken when the rule fires, and whoever waits by then is told at once.
 */
export function makeSegmentDetection(
  ports: SegmentDetectionPorts,
  input: HeartbeatInput,
  { status, watch }: { status: SeriesStatus; watch: ControlWatch },
): SegmentDetection {
  const witness = witnessOf(ports, input);
  const teller = new DetectionAnswer(ports);
  let detected: Detected | null = null;
  const answer = () =>
    input.role === 'ledger' ? teller.give(watch.current.detection, detected) : Promise.resolve();
  if (witness) void Promise.all([witness.prepare(), teller.prepare()]);
  return {
    answer,
    evidence: () => detected?.evidence ?? [],
    close: () => witness?.close(),
    observe: (attempt: Attempt, at: Instant) => {
      const good = attempt.outcome === 'acknowledged';
      status.observe(input.source, { at, good });
      witness?.observe({ sent: parseInstant(attempt.sent), good });
      if (status.detectedAt === (detected?.at ?? null)) return;
      detected =
        status.detectedAt === null ? null : { at: status.detectedAt, evidence: witness?.evidence() ?? [] };
      void answer();
    },
  };
}

function witnessOf(ports: SegmentDetectionPorts, input: HeartbeatInput): OutageWitness | null {
  if (input.role !== 'ledger' || !input.witness) return null;
  const { run, source, region, witness: primary, heartbeat } = input;
  const attemptTimeoutMs = heartbeat.attemptTimeoutSeconds * 1000;
  return new OutageWitness(ports, { run, source, region, primary, attemptTimeoutMs });
}
