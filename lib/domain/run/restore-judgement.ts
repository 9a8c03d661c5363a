import * as z from 'zod';
import { CheckAnswer, IntegrityReport } from '../record/restore-outcomes.ts';
import { instantText } from '../stored.ts';
import { JudgementCommon, Verdict } from './judgement-parts.ts';

const count = z.int().nonnegative();

/** What `judge` computes from the raw files of a restore drill. */
export const RestoreJudgement = z.object({
  ...JudgementCommon.shape,
  kind: z.literal('restore'),
  verdicts: z.object({
    overall: Verdict,
    drill: Verdict,
    rto: Verdict,
    rpo: Verdict,
    content: Verdict,
    integrity: Verdict,
    isolation: Verdict,
    cleanup: Verdict,
  }),
  declaredAt: instantText.nullable(),
  verifiedAt: instantText.nullable(),
  databases: z.array(
    z.object({
      id: z.string(),
      region: z.string(),
      instance: z.string(),
      /** What was restored, in words: a backup by its run, or a moment. */
      source: z.string(),
      /** Between these two moments lies the last commit that is proven to be there. */
      reachesFrom: instantText.nullable(),
      reachesTo: instantText.nullable(),
      rows: count,
      /** Share of the source's rows that were found as the manifest has them; null without a manifest. */
      provenShare: z.number().nullable(),
      sizeBytes: count,
      /** From the order to the instance that is available; null when it never was. */
      restoreSeconds: z.number().nonnegative().nullable(),
      /** For forecasts: what was restored in that time. */
      bytesPerSecond: z.number().nonnegative().nullable(),
      checked: IntegrityReport.shape.checked.nullable(),
      checks: z.array(CheckAnswer),
      verdict: Verdict,
    }),
  ),
});

export type RestoreJudgement = z.infer<typeof RestoreJudgement>;
