import type { StateName } from '../../domain/record/outcomes.ts';
import { knownOnLeg } from './known-on-leg.ts';
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
  const isBegun = (['there', 'back'] as const).some((leg) => {
    const { maybe, undecided } = knownOnLeg(event, leg);
    return FIRST_CHANGES.some((state) => maybe(state) !== null || undecided(state));
  });
  return isBegun
    ? [
        "whether the roles were settled is not on record: jobs may be stopped, and switch and writers' gate astray",
      ]
    : [];
}
