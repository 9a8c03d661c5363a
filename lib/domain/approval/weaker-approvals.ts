import type { RunApprovals } from '../run/run-approvals.ts';
import { plainName } from './plain-name.ts';

/**
 * Where a run asks for less than its plan does, each as a sentence; empty where it asks for the same or for more. An
 * input is written by the command, or by a person who starts the state machine from the console.
 */
export function weakerApprovals(run: RunApprovals, plan: RunApprovals): readonly string[] {
  const known = new Set(plan.people.map(({ name }) => plainName(name)));
  const strangers = run.people.map(({ name }) => name).filter((name) => !known.has(plainName(name)));
  return [
    ...(strangers.length > 0 ? [`${strangers.join(', ')} may approve, whom the plan does not name`] : []),
    ...fewer('approvals', run.needed, plan.needed),
    ...longer('a request for approval stays open', run.timeoutSeconds, plan.timeoutSeconds),
    ...longer('an approval is valid', run.validSeconds, plan.validSeconds),
    ...fewer('acceptances of an unproven fence', run.divergence.needed, plan.divergence.needed),
    ...longer(
      'a request for acceptance stays open',
      run.divergence.timeoutSeconds,
      plan.divergence.timeoutSeconds,
    ),
  ];
}

function fewer(what: string, run: number, plan: number): readonly string[] {
  return run < plan ? [`${run} ${what} instead of ${plan}`] : [];
}

function longer(what: string, run: number, plan: number): readonly string[] {
  return run > plan ? [`${what} for ${run} s instead of ${plan} s`] : [];
}
