import {
  PromotionRefused,
  PromotionUnproven,
  ReplicaNotFound,
  ReplicaNotUsable,
} from '../../domain/failure.ts';
import type { OutcomeOf } from '../../domain/record/outcomes.ts';
import type { RunDatabase } from '../../domain/run/run-parts.ts';
import { decisionOn } from './decision-on.ts';
import type { StepContext } from './make-step.ts';
import { wordsOf } from './words-of.ts';

/** What says that a replica cannot be had. Anything else says only that nobody knows: it is asked again. */
const CANNOT_BE_HAD = [ReplicaNotUsable, ReplicaNotFound, PromotionRefused, PromotionUnproven] as const;

type Without = NonNullable<OutcomeOf<'PromoteReplica'>['without']>;

export interface DoneWithout<T> {
  readonly databases: T[];
  readonly without?: Without;
}

/** Whether a person has said of this state, after it had failed, that it is to go on without what cannot be had. */
export function goesWithout({ event }: Pick<StepContext, 'event'>): boolean {
  return decisionOn(event) === 'go-without';
}

/** The databases that a run went on without. */
export function goneWithout({ maybe }: Pick<StepContext, 'maybe'>): ReadonlySet<string> {
  const left = [maybe('PromoteReplica'), maybe('ProvePromotion')].flatMap((done) => done?.without ?? []);
  return new Set(left.map(({ id }) => id));
}

/**
 * Does the same for every database, and all of it or nothing; or, at a person's word, for those whose replica can be had,
 * with what was seen of the others. One has to be there: a failover of none is none.
 */
export async function forEachOrWithout<D extends Pick<RunDatabase, 'id' | 'replica'>, T>(
  context: Pick<StepContext, 'event'>,
  databases: readonly D[],
  act: (database: D) => Promise<T>,
): Promise<DoneWithout<T>> {
  if (!goesWithout(context)) return { databases: await Promise.all(databases.map(act)) };
  const tried = await Promise.all(
    databases.map(async (database) => {
      try {
        return { done: await act(database) };
      } catch (error) {
        if (!CANNOT_BE_HAD.some((kind) => error instanceof kind)) throw error;
        return { database, error };
      }
    }),
  );
  const done = tried.flatMap((one) => ('done' in one ? [one.done] : []));
  const failed = tried.flatMap((one) => ('done' in one ? [] : [one]));
  const [first] = failed;
  if (first && done.length === 0) throw first.error;
  const without = failed.map(({ database: { id, replica }, error }) => {
    return { id, instance: replica.instance, seen: wordsOf(error) };
  });
  return { databases: done, ...(without.length > 0 && { without }) };
}
