import type * as z from 'zod';
import type { PeopleRequest } from '../approval/people-request.ts';
import type { WorkflowFailure } from '../record/shared-outcomes.ts';
import { JudgementCommon } from '../run/judgement-parts.ts';
import type { HistoryEvent } from '../record/history-event.ts';

/** The stored judgement, as far as a message tells of it. */
export const ToldJudgement = JudgementCommon.pick({ verdicts: true, reasons: true, rto: true, rpo: true });

export type ToldJudgement = z.infer<typeof ToldJudgement>;

/** All that the herald has seen of a run so far. */
export interface RunSeen {
  readonly events: readonly HistoryEvent[];
  /** Of the run's execution. */
  readonly status: string;
  /** Null until the run was judged. */
  readonly judgement: ToldJudgement | null;
  /** Why the run did not go its whole way, as its record has it; null where it did, and until it has ended. */
  readonly failure: WorkflowFailure | null;
  /** Oldest first. */
  readonly requests: readonly PeopleRequest[];
  /** By database: what proved that the old primary cannot write. Empty until it stands in the record. */
  readonly fence: readonly { readonly id: string; readonly proof: string }[];
}
