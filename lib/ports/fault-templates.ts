/** A template in a region's injector that stands for a fault. */
export interface FaultTemplate {
  readonly region: string;
  readonly id: string;
}

/** What an injector can be asked for, where somebody has to teach it first. */
export interface FaultTemplates {
  /** True when a template stands for the fault already. */
  has(region: string, fault: string): Promise<boolean>;
  create(region: string, fault: string): Promise<FaultTemplate>;
  /** Idempotent: one that is gone is gone. */
  remove(template: FaultTemplate): Promise<void>;
}
