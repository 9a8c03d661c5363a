import type { OutcomeOf } from '../record/outcomes.ts';
import { type Gate, gate, unasked } from './gate.ts';

/** The same as for a lock that somebody looks at, for a run that has taken it: who it was taken from is on record. */
export function ownLockGates(
  { run, sites }: { readonly run: string; readonly sites: { readonly primary: { readonly name: string } } },
  { site, generation, takenOverFrom, preempted, alsoTaken, notTaken }: OutcomeOf<'AcquireLock'>,
): readonly Gate[] {
  const name = 'conflicting run';
  const limit = 'free, or held by a drill: a real failover takes it from one';
  const own = preempted?.run ?? takenOverFrom;
  const taken = [{ site, generation, preempted, takenOverFrom }, ...alsoTaken].map((lock) => {
    const from = lock.preempted?.run ?? lock.takenOverFrom ?? own;
    return gate(name, `lock of ${lock.site}`, {
      passed: true,
      seen: `held by ${run} itself, generation ${lock.generation}${from === null ? '' : `, taken from ${from}`}`,
      limit,
      remedy: '',
    });
  });
  const remedy = `who holds it there is found when ${sites.primary.name} answers again: the generation decides`;
  return [
    ...taken,
    ...notTaken.map((lock) => unasked(name, `lock of ${lock.site}`, { why: lock.reason, limit, remedy })),
  ];
}
