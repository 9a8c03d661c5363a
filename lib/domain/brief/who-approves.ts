import * as z from 'zod';
import { approversOf } from '../approval/approvers.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';

const asked = z.object({
  needed: z.int().nonnegative(),
  timeoutSeconds: z.number(),
  /** Enough people are named beside the initiator. */
  possible: z.boolean(),
});

/** Who has to agree, and whether they can: an approver is never the initiator. */
export const WhoApproves = z.object({
  initiator: z.string(),
  /** Those who may approve, without the initiator. */
  people: z.array(z.object({ name: z.string(), contact: z.string() })),
  start: asked,
  /** Why nobody is asked before the start; null where they are. */
  breakGlass: z.string().nullable(),
  /** Of going on without proof that the old primary cannot write: break-glass does not stand for it. */
  divergence: asked.extend({
    /** The region of the old primary does not answer, so that a fence there can hardly be proven. */
    expected: z.boolean(),
  }),
});

export type WhoApproves = z.infer<typeof WhoApproves>;

interface Asking {
  readonly initiator: string;
  readonly breakGlass: string | null;
  /** Whether the primary region answers. */
  readonly primaryAnswers: boolean;
}

export function whoApproves(
  { approvals }: Pick<RecoveryPlan, 'approvals'>,
  { initiator, breakGlass, primaryAnswers }: Asking,
): WhoApproves {
  const people = [...approversOf(approvals.people, initiator)];
  const of = ({ needed, timeout }: RecoveryPlan['approvals']['real']) => ({
    needed,
    timeoutSeconds: timeout.seconds,
    possible: people.length >= needed,
  });
  return {
    initiator,
    people,
    start: of(approvals.real),
    breakGlass,
    divergence: { ...of(approvals.divergence), expected: !primaryAnswers },
  };
}
