import * as z from 'zod';
import { instantText, schemaVersion } from '../stored.ts';

/** Of one site, in its bucket: while it is engaged no drill begins there, and those under way come to their end. */
export const SafetyLever = z.object({
  schemaVersion,
  state: z.enum(['engaged', 'disengaged']),
  by: z.string(),
  reason: z.string(),
  at: instantText,
});

export type SafetyLever = z.infer<typeof SafetyLever>;

export const LEVER_KEY = 'safety-lever.json';

/** Who has engaged it, and why; null where it lets drills run. */
export function engagedWords(lever: SafetyLever | null): string | null {
  if (lever?.state !== 'engaged') return null;
  const { by, reason, at } = lever;
  return `engaged by ${by} at ${at.slice(0, 19).replace('T', ' ')} UTC: ${reason}`;
}
