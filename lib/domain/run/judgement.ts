import * as z from 'zod';
import { FailoverJudgement } from './failover-judgement.ts';

/** What `judge` computes from a run's raw files, and the one object that `--json` prints. */
export const Judgement = z.discriminatedUnion('kind', [FailoverJudgement]);

export type Judgement = z.infer<typeof Judgement>;
