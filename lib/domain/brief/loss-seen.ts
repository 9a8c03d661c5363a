import * as z from 'zod';
import { Evidence } from '../ledger/outage-finding.ts';

/** What is lost as seen at that moment, from every region that could be asked, or else by the watch alone. */
export const LossSeen = z.object({
  finding: z.enum(['region-lost', 'link-lost', 'service-lost', 'unknown', 'nothing-seen']),
  evidence: z.array(Evidence),
  by: z.enum(['regions', 'watch']),
});

export type LossSeen = z.infer<typeof LossSeen>;
