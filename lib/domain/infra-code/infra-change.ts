import type { RunFacts } from '../judge/run-facts.ts';
import type { RunCommon } from '../run/run-parts.ts';
import type { Leg } from '../run/leg.ts';
import { onLeg } from '../run/leg.ts';

interface Instance {
  readonly region: string;
  readonly instance: string;
}

/**
 * What a run has made of an instance that infrastructure code knows. promoted: it copies nobody any more. left: it stands
 * fenced, with rows that nobody else may have. rebuilt: another server has its name, and copies `source`.
 */
export type InfraChange =
  | (Instance & { readonly kind: 'promoted' | 'left' })
  | (Instance & { readonly kind: 'rebuilt'; readonly source: Instance });

/** What a run has changed, one entry an instance, as its record has it; empty where it has promoted and rebuilt nothing. */
export function infraChanges(facts: RunFacts): readonly InfraChange[] {
  const input = facts.outcome('RecordObjectives')?.input;
  if (!input) return [];
  const all = (['there', 'back'] as const).flatMap((leg) => onOneLeg(input, facts, leg));
  return [...new Map(all.map((change) => [`${change.region}/${change.instance}`, change])).values()];
}

/** The later leg's word counts: on it the instance that was rebuilt is promoted, and the other way round. */
function onOneLeg(input: RunCommon, facts: RunFacts, leg: Leg): readonly InfraChange[] {
  const promoted = facts.outcome('PromoteReplica', leg)?.databases ?? [];
  const rebuilt = facts.outcome('RebuildReplica', leg)?.databases ?? [];
  return onLeg(input, leg).databases.flatMap(({ id, primary, replica }): readonly InfraChange[] => {
    const isPromoted = promoted.some((one) => one.id === id);
    const isRebuilt = rebuilt.some((one) => one.id === id);
    if (!isPromoted && !isRebuilt) return [];
    return [
      { ...replica, kind: 'promoted' },
      isRebuilt ? { ...primary, kind: 'rebuilt', source: replica } : { ...primary, kind: 'left' },
    ];
  });
}
