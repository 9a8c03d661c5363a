import * as z from 'zod';
import { Gate } from '../preflight/gate.ts';
import { Adopted } from './adopted.ts';
import { Confirmation } from './confirmation.ts';

/** What stands behind a run of scope "real": who wanted it, how that was confirmed, and what was overridden, why. */
export const RealEvent = z.object({
  /** Its initiator is never one of its approvers. */
  ...Confirmation.shape,
  reason: z.string().default(''),
  /** Why it goes on although what was seen is no loss; null where it was one. */
  despite: z.string().nullable().default(null),
  /** Why stale evidence is accepted; null where it is fresh. */
  staleEvidence: z.string().nullable().default(null),
  /** Why it goes on past an engaged safety lever; null where none was engaged. */
  pastLever: z.string().nullable().default(null),
  /** Why nobody was asked to approve; null where they were. */
  breakGlass: z.string().nullable().default(null),
  /** Gates that the run cannot ask itself, as they were when it was confirmed; none where nobody has looked. */
  gates: z.array(Gate).default([]),
  /** What people have done by hand before it started, with the printed runbook. */
  adopted: z.array(Adopted).default([]),
});

export type RealEvent = z.infer<typeof RealEvent>;
