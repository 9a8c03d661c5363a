import * as z from 'zod';
import { Advice } from '../brief/advice.ts';
import { Gate } from '../preflight/gate.ts';
import { instantText } from '../stored.ts';
import { Adopted } from './adopted.ts';
import { Confirmation } from './confirmation.ts';

/** An input that was printed for the console is refused after so many minutes (drills/failover, state Entrance). */
export const PRINTED_MINUTES = 15;

/** What stands behind a run of scope "real": who wanted it, how that was confirmed, and what was overridden, why. */
export const RealEvent = z.object({
  /** Its initiator is never one of its approvers. */
  ...Confirmation.shape,
  /** When the input for the console was printed: what it rests on is of that moment. Null where nothing was printed. */
  printedAt: instantText.nullable().default(null),
  /** What the vantage points came to when it was confirmed or printed; null where nobody has looked. */
  advice: Advice.nullable().default(null),
  /** The lines that whoever confirmed it has read of the loss: what it is, the advice, and who says so. None: nobody has looked. */
  shown: z.array(z.string()).default([]),
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
