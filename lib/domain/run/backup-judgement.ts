import * as z from 'zod';
import { CatalogueEntry } from '../backup/catalogue-entry.ts';
import { instantText } from '../stored.ts';
import { JudgementCommon, Verdict } from './judgement-parts.ts';

const count = z.int().nonnegative();

/** What `judge` computes from the raw files of a scheduled backup. */
export const BackupJudgement = z.object({
  ...JudgementCommon.shape,
  kind: z.literal('backup'),
  verdicts: z.object({
    overall: Verdict,
    drill: Verdict,
    backup: Verdict,
    content: Verdict,
    retention: Verdict,
    buckets: Verdict,
    cleanup: Verdict,
  }),
  databases: z.array(
    z.object({
      id: z.string(),
      state: CatalogueEntry.shape.state,
      /** What a restore of this backup brings back: everything that was committed until then. */
      takenAt: instantText,
      copiedAt: instantText,
      durationSeconds: z.number(),
      rows: count,
      sizeBytes: count,
      /** Share of the rows of which the manifest says what a restored copy has to hold; the others changed meanwhile. */
      provenShare: z.number().nullable(),
      kept: count,
      expired: count,
      verdict: Verdict,
    }),
  ),
});

export type BackupJudgement = z.infer<typeof BackupJudgement>;
