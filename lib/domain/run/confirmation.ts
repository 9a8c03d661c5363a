import * as z from 'zod';
import { instantText } from '../stored.ts';

/** Who has started what is no drill, and how they confirmed it. */
export const Confirmation = z.object({
  /** Who confirmed it. */
  initiator: z.string().min(1),
  /** The plan's name, as it was typed. */
  confirmed: z.string(),
  /** console: by the state machine's input. */
  how: z.enum(['typed', 'unattended', 'console']),
  /** Null where it was confirmed by starting the execution: its start is when. */
  confirmedAt: instantText.nullable(),
});

export type Confirmation = z.infer<typeof Confirmation>;
