import * as z from 'zod';
import { schemaVersion } from '../stored.ts';
import { RunKind, Scope } from './run-parts.ts';

/** By which rules it was judged (lib/domain/judge/judge-rules.ts); absent in judgements of before those had a version. */
export const RulesVersion = z.int().min(2).optional();

export const Verdict = z.enum(['met', 'missed', 'inconclusive']);

/** `seconds` is the worst that the measurement allows, the high bound: never better than the truth. */
export const Measure = z.object({
  seconds: z.number(),
  lowSeconds: z.number(),
  highSeconds: z.number(),
  targetSeconds: z.number(),
});

/** What every judgement says, whatever was drilled. `reasons` says for each verdict why it is what it is. */
export const JudgementCommon = z.object({
  schemaVersion,
  rules: RulesVersion,
  run: z.string(),
  kind: RunKind,
  target: z.enum(['sandbox', 'aws']),
  scope: Scope,
  plan: z.string(),
  /** The overall verdict is the worst of its parts, which each kind has of its own. */
  verdicts: z.object({ overall: Verdict }).catchall(Verdict),
  reasons: z.record(z.string(), z.string()),
  /** Null when nothing was measured, or when the kind measures none. */
  rto: Measure.nullable(),
  rpo: Measure.nullable(),
  /** What a reader should know and no verdict says. */
  findings: z.array(z.string()),
  directory: z.string(),
});

export type Verdict = z.infer<typeof Verdict>;
export type JudgementCommon = z.infer<typeof JudgementCommon>;
