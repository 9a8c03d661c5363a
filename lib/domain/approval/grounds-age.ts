import { type Instant, parseInstant, secondsBetween } from '../instant.ts';
import type { OutcomeOf } from '../record/outcomes.ts';
import type { RealEvent } from '../run/real-event.ts';
import type { RunApprovals } from '../run/run-approvals.ts';

/** What a real failover rests on when it is about to promote; null for what is not on record. */
export interface PromotionGrounds {
  readonly approvals: RunApprovals;
  readonly real: Pick<RealEvent, 'breakGlass'>;
  readonly approval: OutcomeOf<'RequestApproval'> | null;
  readonly acceptance: OutcomeOf<'RequestAcceptance'> | null;
  readonly fence: OutcomeOf<'FenceOldPrimary'> | null;
  readonly look: OutcomeOf<'PollDetection'> | null;
}

export interface Ground {
  /** As a sentence names it. */
  readonly what: string;
  readonly at: Instant;
}

/**
 * The oldest of what a promotion rests on: people's approval, or the last look at the loss where nobody had to be asked;
 * and their acceptance, where a fence is not proven. Null where nothing is on record.
 */
export function oldestGround({
  approvals,
  real,
  approval,
  acceptance,
  fence,
  look,
}: PromotionGrounds): Ground | null {
  const isAsked = approvals.needed > 0 && real.breakGlass === null;
  const isUnproven = fence?.databases.some(({ proof }) => proof === 'none') ?? false;
  const grounds = [
    ground('the approval', isAsked ? approval?.answeredAt : null),
    ground('the last look at the loss', isAsked ? null : look?.lookedAt),
    ground('the acceptance of the divergence', isUnproven ? acceptance?.answeredAt : null),
  ];
  return grounds.flatMap((one) => one ?? []).toSorted((a, b) => a.at - b.at)[0] ?? null;
}

function ground(what: string, at: string | null | undefined): Ground | null {
  return at ? { what, at: parseInstant(at) } : null;
}

/** Whether it counts no more: as old as the plan lets an approval become. */
export function isSpent(
  { at }: Ground,
  { validSeconds }: Pick<RunApprovals, 'validSeconds'>,
  now: Instant,
): boolean {
  return secondsBetween(at, now) >= validSeconds;
}
