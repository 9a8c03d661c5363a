import * as z from 'zod';
import { Overrides } from '../run/override-words.ts';
import type { RealEvent } from '../run/real-event.ts';
import { RunCommon } from '../run/run-parts.ts';
import { RunNotices } from '../run/run-notices.ts';

/** Input of one execution of the herald's state machine: the run that it follows, and where it says so. */
export const HeraldInput = z.object({
  run: RunCommon.shape.run,
  kind: RunCommon.shape.kind,
  scope: RunCommon.shape.scope,
  plan: RunCommon.shape.plan,
  sites: RunCommon.shape.sites,
  /** Who went past what, of a real event; null for a drill. */
  overrides: Overrides.nullable().default(null),
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

type Announced = RunCommon & { readonly real?: RealEvent | null | undefined };

/** The herald of a run. Null when the run announces itself nowhere. */
export function heraldInput(run: Announced, executionArn: string): HeraldInput | null {
  const { notices, kind, scope, plan, sites, real = null } = run;
  if (!notices) return null;
  const { bucket, region } = sites.recovery;
  const where = { executionArn, notices, bucket, region };
  return { run: run.run, kind, scope, plan, sites, overrides: real && Overrides.parse(real), ...where };
}
