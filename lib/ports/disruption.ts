import type { DisruptionReceipt } from '../domain/record/failover-outcomes.ts';

export interface DisruptionRequest {
  readonly run: string;
  /** Region whose injector runs the experiment. */
  readonly region: string;
  readonly fault: string;
}

export interface ExperimentRef {
  readonly region: string;
  readonly experiment: string;
}

export interface StartedExperiment {
  readonly experiment: string;
  /** Null for an experiment that no run of Muster started. */
  readonly run: string | null;
}

export interface ExperimentStatus {
  readonly state: string;
  /** What the injector says of the state. */
  readonly reason?: string;
  /** Null until the injector says that the fault is in force, and for injectors that give none. */
  readonly receipt: DisruptionReceipt | null;
  /** When it ended, as instant text, by the injector's clock; null until it has. */
  readonly endedAt?: string | null;
}

/** The injector of faults. */
export interface Disruption {
  /** Idempotent by run and fault. @throws DisruptionRefused when no template stands for the fault. */
  start(request: DisruptionRequest): Promise<ExperimentRef>;
  status(ref: ExperimentRef): Promise<ExperimentStatus>;
  /** Asks for the undo; `status` tells when it is done. */
  undo(ref: ExperimentRef): Promise<void>;
  /** Experiments of the region that are not at an end, with the run that started each. */
  unfinished(region: string): Promise<readonly StartedExperiment[]>;
}
