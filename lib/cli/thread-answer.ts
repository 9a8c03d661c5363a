import * as z from 'zod';
import type { Verified } from './verified-text.ts';

/** What a thread found. An error loses its class on the way, so that of a caller's mistake only the message is sent. */
export const ThreadAnswer = z.union([
  z.object({ verified: z.custom<Verified>((value) => typeof value === 'object' && value !== null) }),
  z.object({ unreadable: z.string() }),
]);

export type ThreadAnswer = z.infer<typeof ThreadAnswer>;
