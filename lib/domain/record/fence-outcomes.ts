import * as z from 'zod';
import { FENCE_RUNGS } from '../fence/rung.ts';
import { instantText, seconds } from '../stored.ts';

/** What is known of the fence of an old primary: how it was tried, what proved it, and what was left for later. */

/**
 * One rung of fencing, tried on one database, or one probe of what it came to. seconds: until it was known how it ended.
 * unproven: it was carried out as far as its call says, and what came of it was not seen.
 */
export const FenceAttempt = z.object({
  rung: z.enum(['receipt', ...FENCE_RUNGS, 'probe', 'open-session']),
  result: z.enum(['proven', 'refuted', 'unproven', 'unreachable', 'failed']),
  detail: z.string(),
  seconds,
});

export const FencedDatabase = z.object({
  id: z.string(),
  proof: z.enum(['probe', 'receipt', 'none']),
  attempts: z.array(FenceAttempt),
});

export const FenceOldPrimaryOutcome = z.object({
  databases: z.array(FencedDatabase),
  waitedSeconds: seconds,
});

/** What was left to an execution of its own, until the old primary's region answers again. */
export const DeferFenceOutcome = z.object({
  execution: z.string(),
  key: z.string(),
  databases: z.array(z.string()),
  /** Of these, old primaries that answered again before the promotion, and how they were fenced then. */
  back: z
    .array(
      z.object({
        id: z.string(),
        address: z.object({ host: z.string(), port: z.int(), securityGroups: z.array(z.string()) }),
        proof: z.enum(['probe', 'catalogue', 'none']),
        attempts: z.array(FenceAttempt),
      }),
    )
    .default([]),
});

/** Sessions of clients that were found on a server whose fence had been proven before; they were ended then. */
export const SecondLook = z.object({ at: instantText, sessions: z.int().nonnegative() });

export type FenceAttempt = z.infer<typeof FenceAttempt>;
export type SecondLook = z.infer<typeof SecondLook>;
export type FencedDatabase = z.infer<typeof FencedDatabase>;
