import type { Instant } from '../domain/instant.ts';

/** A template in a region's injector that stands for a fault. */
export interface FaultTemplate {
  readonly region: string;
  readonly id: string;
}

/** One that a command made for the moment: for a run, which it is of no use after, or for a fault by hand. */
export interface MadeTemplate extends FaultTemplate {
  /** Null by hand. */
  readonly run: string | null;
  readonly fault: string;
  /** Whoever made it starts what needs it by then, or not at all; null where nobody said. */
  readonly startBy: Instant | null;
}

export interface TemplateRequest {
  readonly run: string;
  readonly region: string;
  readonly fault: string;
}

/** What an injector can be asked for, where somebody has to teach it first. */
export interface FaultTemplates {
  /** True when a template stands for the fault already; one made for the moment of others does not count. */
  has(request: TemplateRequest): Promise<boolean>;
  /** Idempotent by run and fault. */
  create(request: TemplateRequest & { readonly startBy: Instant }): Promise<MadeTemplate>;
  /** Idempotent: one that is gone is gone. */
  remove(template: FaultTemplate): Promise<void>;
  /** Those of a region that commands made, for whichever run. */
  made(region: string): Promise<readonly MadeTemplate[]>;
}
