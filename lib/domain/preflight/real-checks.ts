import type { PreFlightCheck } from '../record/failover-outcomes.ts';
import type { Gate } from './gate.ts';

/**
 * Gates as the checks of a run's pre-flight. In a real event nothing but a gate that is blocked stops the run: what was
 * warned of, and what could not be asked, stands in the record and does not pass.
 */
export function realChecks(gates: readonly Gate[]): PreFlightCheck[] {
  return gates.map(({ name, subject, result, seen, limit }) => ({
    name,
    subject,
    passed: result === 'passed',
    blocking: result === 'blocked',
    seen: result === 'unknown' ? `not known: ${seen}` : seen,
    limit,
  }));
}
