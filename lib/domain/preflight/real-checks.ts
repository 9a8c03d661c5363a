import type { PreFlightCheck } from '../record/failover-outcomes.ts';
import { type Gate, unasked } from './gate.ts';
import { EVIDENCE } from './run-gates.ts';

/** Without them a promotion is impossible, or promotes something else. */
const NEEDED: ReadonlySet<string> = new Set([
  'replica usable',
  'replica of the primary',
  'replica in recovery',
]);
/** Of those, what a replica that somebody has promoted already does not have any more. */
const UNTIL_PROMOTED: ReadonlySet<string> = new Set(['replica of the primary', 'replica in recovery']);

/** Instances that are promoted already, and whether the run knows by whom. */
export interface PromotedBefore {
  readonly instances: readonly string[];
  /** By a run that it has taken over from, or by a person who says so; or whoever started it goes on all the same. */
  readonly isExplained: boolean;
}

/**
 * Gates as the checks of a real run's pre-flight. In a real event only that stops the run without which a promotion is
 * impossible or senseless; all else that is wrong, and what could not be asked, stands in the record and does not pass.
 * A replica that is promoted already is no obstacle where it is explained: otherwise it may have been out of step for
 * weeks, while the primary served.
 */
export function realChecks(gates: readonly Gate[], promoted: PromotedBefore): PreFlightCheck[] {
  return gates.map(({ name, subject, result, seen, limit }) => {
    const isDone = UNTIL_PROMOTED.has(name) && promoted.instances.includes(subject);
    return {
      name,
      subject,
      passed: result === 'passed',
      blocking: result === 'blocked' && NEEDED.has(name) && !(isDone && promoted.isExplained),
      seen: seenWords(result, seen) + (isDone ? promotedWords(promoted) : ''),
      limit,
    };
  });
}

/**
 * Whether drills have proven the plan, as it was when the run was confirmed. Stale evidence needs a reason, and so does
 * evidence that nobody has looked at: who starts the state machine from the console is asked for it here.
 */
export function evidenceCheck(
  gates: readonly Gate[],
  { plan, staleEvidence }: { readonly plan: string; readonly staleEvidence: string | null },
): PreFlightCheck {
  const { name, subject, result, seen, limit } =
    gates.find((one) => one.name === EVIDENCE) ?? unasked(EVIDENCE, plan, UNSEEN);
  const passed = result === 'passed';
  const blocking = !passed && staleEvidence === null;
  const words = `${seenWords(result, seen)}${blocking ? UNEXPLAINED : ''}`;
  return { name, subject, passed, blocking, seen: words, limit };
}

const UNSEEN = { why: 'nobody has looked', limit: 'a failover drill of this plan that passed', remedy: '' };
const UNEXPLAINED =
  '; nobody has said why that is accepted: abort, and start it again with --stale-evidence and the reason';

function promotedWords({ isExplained }: PromotedBefore): string {
  return isExplained
    ? '; promoted already, which stops nothing'
    : '; promoted already, and nobody has said by whom: look whether it has all that the primary has, then `muster runs adopt`, or --despite with the reason';
}

function seenWords(result: Gate['result'], seen: string): string {
  return result === 'unknown' ? `not known: ${seen}` : seen;
}
