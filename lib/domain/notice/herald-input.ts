import * as z from 'zod';
import { RunCommon } from '../run/run-parts.ts';
import { RunNotices } from '../run/run-notices.ts';

/** Input of one execution of the herald's state machine: the run that it follows, and where it says so. */
export const HeraldInput = z.object({
  run: RunCommon.shape.run,
  kind: RunCommon.shape.kind,
  scope: RunCommon.shape.scope,
  plan: RunCommon.shape.plan,
  sites: RunCommon.shape.sites,
  executionArn: z.string(),
  notices: RunNotices,
  /** Bucket of the recovery site, and its region: what a segment reads and writes. */
  bucket: z.string(),
  region: z.string(),
});

/** What the state machine hands to one segment. */
export const HeraldEvent = z.object({ input: HeraldInput });

export type HeraldInput = z.infer<typeof HeraldInput>;

/** Names of executions end at 80 characters, those of runs at 63. */
export function heraldName(run: string): string {
  return `${run}-herald`;
}

/** The herald of a run. Null when the run announces itself nowhere. */
export function heraldInput(run: RunCommon, executionArn: string): HeraldInput | null {
  const { notices, kind, scope, plan, sites } = run;
  if (!notices) return null;
  const { bucket, region } = sites.recovery;
  return { run: run.run, kind, scope, plan, sites, executionArn, notices, bucket, region };
}
