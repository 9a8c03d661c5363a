import { confirmationWords } from '../confirmation-words.ts';
import { preFlightWarnings, runFindings } from '../findings.ts';
import { count } from '../reason-words.ts';
import { inputOf, type RunFacts } from '../run-facts.ts';
import { legWords } from './leg-words.ts';
import type { SwitchoverMeasurement } from './measure-switchover.ts';

/** What a reader should know beside the verdicts, in the order of the run. */
export function switchoverFindings(run: SwitchoverMeasurement | null, facts: RunFacts): readonly string[] {
  return [
    ...runFindings(facts),
    ...confirmed(facts),
    ...preFlightWarnings(facts),
    ...(run ? [...drained(run), ...inDoubt(run)] : []),
    ...rolesAsTheyWere(facts),
  ];
}

/** Of a failback: a drill is confirmed by nobody. */
function confirmed(facts: RunFacts): readonly string[] {
  const confirmation = inputOf(facts, 'switchover')?.confirmation;
  return confirmation ? [`Confirmed by ${confirmationWords(confirmation)}.`] : [];
}

function drained({ legs }: SwitchoverMeasurement): readonly string[] {
  return legs.flatMap(({ facts }) =>
    (facts.outcome('DrainWriters')?.databases ?? []).flatMap(({ id, endedByForce }) =>
      endedByForce > 0
        ? [
            `${count(endedByForce, 'session')} of ${id} were ended within a transaction ${legWords(facts)}: it was rolled back.`,
          ]
        : [],
    ),
  );
}

function inDoubt({ databases }: SwitchoverMeasurement): readonly string[] {
  return databases.flatMap(({ id, loss }) =>
    loss?.inDoubtSurvived.length
      ? [
          `${count(loss.inDoubtSurvived.length, 'heartbeat')} of ${id} survived in doubt: written, never acknowledged.`,
        ]
      : [],
  );
}

function rolesAsTheyWere(facts: RunFacts): readonly string[] {
  const settled = facts.outcome('SettleRoles');
  if (!settled || settled.holds !== null) return [];
  return ['No replica was promoted: roles, logins and jobs are as they were before the run.'];
}
