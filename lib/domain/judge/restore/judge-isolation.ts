import type { RestoredStanding } from '../../record/restore-outcomes.ts';
import { breachOf } from '../../restore/isolation.ts';
import { RUN_TAG } from '../../run/resource-tags.ts';
import type { RestoreInput } from '../../run/restore-input.ts';
import { type Finding, inconclusive, met, missed } from '../finding.ts';
import type { RestoredDatabase } from './restored-database.ts';

/** Whether a restored instance stands where nobody reaches it who should not, and is none that production uses. */
export function judgeIsolation(input: RestoreInput, { id, standing }: RestoredDatabase): Finding {
  if (!standing) return inconclusive(`where ${id} was restored is not on record`);
  const breach = breachOf(input, standing);
  const wrong = [
    ...(breach === null ? [] : [`it is ${breach}`]),
    ...(standing.isPublic ? ['it may be reached from the internet'] : []),
    ...(standing.tags[RUN_TAG] === input.run ? [] : ["it lacks the run's tag"]),
    ...outsideNetwork(input, standing),
  ];
  if (wrong.length > 0) return missed(`the restored instance of ${id} is not isolated: ${wrong.join(', ')}`);
  if (!input.network)
    return inconclusive(
      `the plan names no isolated network: ${id} stood in the defaults of ${standing.region}`,
    );
  return met(`${id} stood in ${standing.subnetGroup}, as ordered, without access from the internet`);
}

function outsideNetwork({ network }: RestoreInput, standing: RestoredStanding): readonly string[] {
  if (!network) return [];
  const pairs = [
    ['subnet group', network.subnetGroup, standing.subnetGroup],
    ['parameter group', network.parameterGroup, standing.parameterGroup],
    ['option group', network.optionGroup, standing.optionGroup],
    ['security groups', listOf(network.securityGroups), listOf(standing.securityGroups)],
  ];
  return pairs.flatMap(([what, wanted, seen]) =>
    wanted === seen ? [] : [`its ${what}: ${seen}, ordered ${wanted}`],
  );
}

function listOf(names: readonly string[]): string {
  return names.toSorted().join(' ');
}
