/** A template in a region's injector that stands for a fault. */
export interface FaultTemplate {
  readonly region: string;
  readonly id: string;
}

/** One that was made for a run, and is of no use after it. */
export interface RunTemplate extends FaultTemplate {
  readonly run: string;
  readonly fault: string;
}

export interface TemplateRequest {
  readonly run: string;
  readonly region: string;
  readonly fault: string;
}

/** What an injector can be asked for, where somebody has to teach it first. */
export interface FaultTemplates {
  /** True when a template stands for the fault already; one of another run does not count, for it goes with that. */
  has(request: TemplateRequest): Promise<boolean>;
  /** Idempotent by run and fault. */
  create(request: TemplateRequest): Promise<RunTemplate>;
  /** Idempotent: one that is gone is gone. */
  remove(template: FaultTemplate): Promise<void>;
  /** Those of a region that were made for runs, whichever. */
  ofRuns(region: string): Promise<readonly RunTemplate[]>;
}
