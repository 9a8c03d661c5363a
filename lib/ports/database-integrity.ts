import type { IntegrityReport } from '../domain/record/restore-outcomes.ts';
import type { SessionTarget } from './session-target.ts';

export interface IntegrityLimits {
  readonly openMs: number;
  readonly statementMs: number;
  /** For all of it: what is not looked at by then is said to be unchecked. */
  readonly wholeMs: number;
}

/** Whether a database that is the run's own is in order. It is changed: the server's own tools are installed there. */
export interface DatabaseIntegrity {
  inspect(target: SessionTarget, limits: IntegrityLimits): Promise<IntegrityReport>;
  /** The one value that a query answers, as text; null is null. @throws Error when it answers anything else */
  ask(target: SessionTarget, sql: string, limits: IntegrityLimits): Promise<string | null>;
}
