import * as z from 'zod';
import { type Ground, isSpent, oldestGround } from '../../domain/approval/grounds-age.ts';
import { ApprovalExpired } from '../../domain/failure.ts';
import { formatInstant, type Instant, secondsBetween } from '../../domain/instant.ts';
import { RunApprovals } from '../../domain/run/run-approvals.ts';
import type { StepContext } from './make-step.ts';

const Approving = z.looseObject({ approvals: RunApprovals.prefault({}) });

/** What a real failover rests on that counts no more at `now`; null where all of it does, and in a drill. */
export function spentGround({ event, maybe }: StepContext, now: Instant): Ground | null {
  const { real } = event.run;
  if (!real) return null;
  const { approvals } = Approving.parse(event.run);
  const oldest = oldestGround({
    approvals,
    real,
    approval: maybe('RequestApproval'),
    acceptance: maybe('RequestAcceptance'),
    fence: maybe('FenceOldPrimary'),
    look: maybe('PollDetection'),
  });
  return oldest && isSpent(oldest, approvals, now) ? oldest : null;
}

/** As a failure, so that the workflow looks and asks again. */
export function expired({ what, at }: Ground, { event }: StepContext, now: Instant): ApprovalExpired {
  const { approvals } = Approving.parse(event.run);
  return new ApprovalExpired({
    subject: `${what} of ${event.run.run}`,
    seen: `${Math.floor(secondsBetween(at, now))} s since ${formatInstant(at)}`,
    limit: `less than ${approvals.validSeconds} s (approvals.expiry of the plan)`,
  });
}
