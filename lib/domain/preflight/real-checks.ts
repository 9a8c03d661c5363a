import type { PreFlightCheck } from '../record/failover-outcomes.ts';
import type { Gate } from './gate.ts';

/** Without them a promotion is impossible, or promotes something else. */
const NEEDED: ReadonlySet<string> = new Set([
  'replica usable',
  'replica of the primary',
  'replica in recovery',
]);
/** Of those, what a replica that somebody has promoted already does not have any more. */
const UNTIL_PROMOTED: ReadonlySet<string> = new Set(['replica of the primary', 'replica in recovery']);

/**
 * Gates as the checks of a real run's pre-flight. In a real event only that stops the run without which a promotion is
 * impossible or senseless; all else that is wrong, and what could not be asked, stands in the record and does not pass.
 * `promoted` names the instances that are promoted already, which is no obstacle.
 */
export function realChecks(gates: readonly Gate[], promoted: readonly string[]): PreFlightCheck[] {
  return gates.map(({ name, subject, result, seen, limit }) => {
    const isDone = UNTIL_PROMOTED.has(name) && promoted.includes(subject);
    return {
      name,
      subject,
      passed: result === 'passed',
      blocking: result === 'blocked' && NEEDED.has(name) && !isDone,
      seen: seenWords(result, seen) + (isDone ? '; promoted already, which stops nothing' : ''),
      limit,
    };
  });
}

function seenWords(result: Gate['result'], seen: string): string {
  return result === 'unknown' ? `not known: ${seen}` : seen;
}
