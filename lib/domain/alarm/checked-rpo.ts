import * as z from 'zod';
import { JudgementCommon, Verdict } from '../run/judgement-parts.ts';
import { instantText, schemaVersion, seconds } from '../stored.ts';

/** What one geo-replication check found of its plan's RPO: an object of the plan's series, written once. */
export const CheckedRpo = z.object({
  schemaVersion,
  plan: z.string(),
  run: z.string(),
  scope: JudgementCommon.shape.scope,
  /** When the check had ended: nothing of it was known before. */
  at: instantText,
  /** When it had measured; null when it did not come to that. */
  measuredAt: instantText.nullable(),
  objectiveSeconds: seconds,
  /** What a loss would have cost, over all databases; null when it is not known of each. */
  rpo: z.object({ lowSeconds: seconds, highSeconds: seconds }).nullable(),
  /** A high bound of null: a row had not arrived when it was waited for no longer. */
  databases: z.array(
    z.object({ id: z.string(), lowSeconds: seconds.nullable(), highSeconds: seconds.nullable() }),
  ),
  verdict: Verdict,
  reason: z.string(),
});

export type CheckedRpo = z.infer<typeof CheckedRpo>;
