import type { StateName } from '../../domain/record/outcomes.ts';
import { type KnownOnLeg, knownOnLeg } from './known-on-leg.ts';
import type { StepEvent } from './step-event.ts';

/** What a leg changes first: jobs, then logins, the gate and the switch; or, where roles stay, the old primary. */
const FIRST_CHANGES = [
  'StopBackgroundJobs',
  'DrainWriters',
  'RebuildReplica',
] as const satisfies readonly StateName[];

/**
 * Why a switchover that has begun to change something cannot be taken for clean: its roles could not be settled, so that
 * jobs may be stopped and clients led elsewhere even where every login is known. Empty where they were, or nothing was begun.
 */
export function unsettledRoles(event: StepEvent): readonly string[] {
  if (knownOnLeg(event, 'there').maybe('SettleRoles') !== null) return [];
  const legs = (['there', 'back'] as const).map((leg) => knownOnLeg(event, leg));
  const isBegun = legs.some(({ maybe, undecided }) =>
    FIRST_CHANGES.some((state) => maybe(state) !== null || undecided(state)),
  );
  return isBegun
    ? [
        "whether the roles were settled is not on record: jobs may be stopped, and switch and writers' gate astray",
        // Of two legs the later one says where the roles stand.
        ...(legs.map(promotedWords).findLast((words) => words.length > 0) ?? []),
      ]
    : [];
}

/** Nobody may undo a promotion, nor can a run whose lock was taken go on from it: what is left is for a person. */
function promotedWords({ maybe, undecided }: KnownOnLeg): readonly string[] {
  const promoted = maybe('PromoteReplica')?.databases.map(({ instance }) => instance);
  if (promoted)
    return [
      `promoted, which nobody may undo: ${promoted.join(', ')}. Unless another run has gone on from there, and where \`npx muster clean\` cannot bring it to its end: keep what was the primary from writing, lead clients to what was promoted, start the jobs there, and rebuild the old primary as its replica`,
    ];
  return undecided('PromoteReplica')
    ? [
        'a promotion was asked for, and what came of it is not on record: look at each server, before anything is changed',
      ]
    : [];
}
