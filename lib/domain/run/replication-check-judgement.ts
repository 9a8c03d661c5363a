import * as z from 'zod';
import { instantText } from '../stored.ts';
import { JudgementCommon, Verdict } from './judgement-parts.ts';

const count = z.number().nonnegative();

/** What `judge` computes from the raw files of a geo-replication check. */
export const ReplicationCheckJudgement = z.object({
  ...JudgementCommon.shape,
  kind: z.literal('replication-check'),
  verdicts: z.object({
    overall: Verdict,
    drill: Verdict,
    streams: Verdict,
    rpo: Verdict,
    content: Verdict,
    buckets: Verdict,
    canary: Verdict,
    inventory: Verdict,
    cleanup: Verdict,
  }),
  databases: z.array(
    z.object({
      id: z.string(),
      /** What a loss would have cost while it was looked at: the most and the least that the samples allow. */
      rpoSeconds: z.number().nullable(),
      rpoLowSeconds: z.number().nullable(),
      samples: count,
      /** The point that the comparison is exact for. */
      comparedAt: instantText.nullable(),
      comparedLsn: z.string().nullable(),
      rows: z.object({ total: count, equal: count, diverged: count }),
      shareCompared: z.number(),
      /** The first rows that differ, named. */
      diverged: z.array(z.object({ table: z.string(), row: z.string(), difference: z.string() })),
      verdict: Verdict,
    }),
  ),
});

export type ReplicationCheckJudgement = z.infer<typeof ReplicationCheckJudgement>;
