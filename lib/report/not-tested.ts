import { expectedStates } from '../domain/judge/expected-states.ts';
import type { RunFacts } from '../domain/judge/run-facts.ts';
import type { FailoverJudgement } from '../domain/run/failover-judgement.ts';
import type { FailoverInput } from '../domain/run/failover-input.ts';

/** What this run does not prove, so that nobody reads more into it than it says. */
export function notTested(
  { scope }: FailoverJudgement,
  input: FailoverInput | null,
  facts: RunFacts,
): readonly string[] {
  return [
    ...(scope === 'rehearsal' ? REHEARSAL : []),
    ...(scope === 'real' ? [] : ['The decision: no person had to be reached, to judge or to approve.']),
    'Failback to the old primary: it is a plan of its own.',
    'Each transaction of users: heartbeat rows stand for them, one each interval, and how many are at risk is an estimate.',
    ...(input ? beyondPlan(input) : []),
    ...statesNotRun(input, facts),
  ];
}

const REHEARSAL = [
  'AWS itself: its API, its network, its capacity in the recovery region, its duration of a promotion.',
  'The real data: amount, load and configuration of the live databases.',
];

function beyondPlan(input: FailoverInput): readonly string[] {
  const databases = new Set(input.databases.map(({ id }) => id));
  const stores = [...new Set(input.services.flatMap(({ stores: names }) => names))];
  const others = stores.filter((name) => !databases.has(name));
  return others.length > 0 ? [`Stores that are no database of this plan: ${others.join(', ')}.`] : [];
}

function statesNotRun(input: FailoverInput | null, facts: RunFacts): readonly string[] {
  if (!input) return ['Everything: the run ended before its objectives were recorded.'];
  const skipped = expectedStates(input).filter((state) => facts.exitedAt(state) === null);
  return skipped.length > 0 ? [`Steps that did not run to their end: ${skipped.join(', ')}.`] : [];
}
