import { randomBytes } from 'node:crypto';
import type { ExperimentTemplateConfig } from '../sandbox-config.ts';
import type { Fault, FaultReceipt, MadeFault } from './fault.ts';

/** States of an experiment and of its one action (FIS API reference, ExperimentState). */
export type ExperimentStatus = 'pending' | 'initiating' | 'running' | 'stopping' | 'stopped' | 'failed';

export interface ExperimentOrder {
  readonly template: ExperimentTemplateConfig;
  readonly clientToken: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** One run of a template: it puts a fault in force and holds it until it is stopped. */
export class Experiment {
  readonly id = `EXP${randomBytes(8).toString('hex').toUpperCase()}`;
  readonly order: ExperimentOrder;
  readonly creationTime = new Date();
  /** What decides which others may be in force beside it. */
  readonly kind: string;
  readonly disrupts: boolean;
  #fault: Fault;
  #status: ExperimentStatus = 'pending';
  #reason = 'Experiment is pending.';
  #receipt: FaultReceipt | undefined;
  #endTime: Date | undefined;
  #injected: Promise<void> | undefined;

  constructor(order: ExperimentOrder, { fault, kind, disrupts }: MadeFault) {
    this.order = order;
    this.kind = kind;
    this.disrupts = disrupts;
    this.#fault = fault;
  }

  get status(): ExperimentStatus {
    return this.#status;
  }

  get reason(): string {
    return this.#reason;
  }

  /** What the injector saw, once the fault is in force. */
  get receipt(): FaultReceipt | undefined {
    return this.#receipt;
  }

  get endTime(): Date | undefined {
    return this.#endTime;
  }

  /** While it is, the fault may be in force. */
  get isActive(): boolean {
    return this.#status !== 'stopped' && this.#status !== 'failed';
  }

  start(): void {
    this.#become('initiating', 'Experiment is initiating.');
    this.#injected = this.#inject();
  }

  /** Begins the undo; a stop that comes before the fault is in force waits for that. */
  stop(): void {
    if (this.#status === 'stopping' || !this.isActive) return;
    this.#become('stopping', 'Experiment is stopping.');
    void this.#undo().catch((error: unknown) => this.#fail(error));
  }

  async #inject(): Promise<void> {
    try {
      this.#receipt = await this.#fault.inject(this.id);
    } catch (error) {
      return this.#giveUp(error);
    }
    if (this.#status === 'initiating') this.#become('running', 'Experiment is running.');
  }

  async #undo(): Promise<void> {
    await this.#injected;
    await this.#fault.undo();
    this.#endTime = new Date();
    this.#become('stopped', 'Experiment stopped by user.');
  }

  /** A fault that was put in force by half is taken back, since a failed experiment cannot be stopped. */
  async #giveUp(cause: unknown): Promise<void> {
    await this.#fault.undo().catch(() => undefined);
    this.#fail(cause);
  }

  #fail(error: unknown): void {
    this.#endTime = new Date();
    this.#become('failed', error instanceof Error ? error.message : String(error));
  }

  #become(status: ExperimentStatus, reason: string): void {
    this.#status = status;
    this.#reason = reason;
  }
}
