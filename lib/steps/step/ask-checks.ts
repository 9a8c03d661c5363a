import type { CheckAnswer } from '../../domain/record/restore-outcomes.ts';
import type { PlanCheck } from '../../domain/run/restore-input.ts';
import type { DatabaseIntegrity, IntegrityLimits } from '../../ports/database-integrity.ts';
import type { SessionTarget } from '../../ports/session-target.ts';

interface Asked {
  readonly target: SessionTarget;
  readonly limits: IntegrityLimits;
}

/** Asks a database the plan's own queries, one after the other. One that answers nothing usable says so. */
export async function askChecks(
  integrity: DatabaseIntegrity,
  { target, limits }: Asked,
  checks: readonly PlanCheck[],
): Promise<readonly CheckAnswer[]> {
  const answers = [];
  for (const check of checks) {
    const { name, sql } = check;
    const expected = String(check.equals);
    try {
      const seen = await integrity.ask(target, sql, limits);
      answers.push({ name, expected, seen, passed: isEqual(seen, check.equals), error: null });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      answers.push({ name, expected, seen: null, passed: false, error: reason });
    }
  }
  return answers;
}

/** PostgreSQL writes true as "t", and a number as its type does: 12.00 is 12. */
function isEqual(seen: string | null, expected: PlanCheck['equals']): boolean {
  if (seen === null) return false;
  if (typeof expected === 'boolean') return seen === (expected ? 't' : 'f') || seen === String(expected);
  return typeof expected === 'number' ? seen.trim() !== '' && Number(seen) === expected : seen === expected;
}
