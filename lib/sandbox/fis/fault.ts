import type { ExperimentTemplateConfig } from '../sandbox-config.ts';

/**
 * The injector's receipt, as GetExperiment hands it out in the reason of the action's state: a JSON text of exactly
 * these members. `at` is UTC with microseconds, the moment from which all of it holds.
 */
export interface FaultReceipt {
  readonly experiment: string;
  readonly region: string;
  readonly processesEnded: number;
  readonly processesAlive: number;
  readonly storageHeld: boolean;
  readonly at: string;
}

/** Something bad that can be undone. */
export interface Fault {
  /** Resolves when the fault is in force. */
  inject(experiment: string): Promise<FaultReceipt>;
  undo(): Promise<void>;
}

/** A fault with what decides which others it bears beside it in a region: none of its kind, and one disruption. */
export interface MadeFault {
  readonly fault: Fault;
  readonly kind: string;
  readonly disrupts: boolean;
}

/** @throws AwsError ValidationException for a template whose fault is none. */
export type FaultMaker = (template: ExperimentTemplateConfig) => MadeFault;
