import * as z from 'zod';
import { Scope } from '../domain/run/run-parts.ts';
import { instantText } from '../domain/stored.ts';
import type { Objects } from '../ports/objects.ts';

/** Whose lock it was before, where that run had not given it back. */
const TakenOver = z.object({
  owner: z.string(),
  run: z.string(),
  /** When the generation was raised over a run that may still act; null when that run had ended and cleaned up. */
  preemptedAt: instantText.nullable(),
});

/** That the run which holds it is to go back, or where it cannot any more, to its end. */
export const AbortWish = z.object({ by: z.string(), reason: z.string(), at: instantText });

/** A lock as it is stored in a site's bucket. */
export const LockObject = z.object({
  owner: z.string(),
  run: z.string(),
  state: z.enum(['held', 'free']),
  generation: z.int().positive(),
  scope: Scope.default('rehearsal'),
  takenOver: TakenOver.nullable().default(null),
  abort: AbortWish.nullable().default(null),
});

export type LockObject = z.infer<typeof LockObject>;
export type TakenOver = z.infer<typeof TakenOver>;

/** The lock and the version that it was read at; null when there never was one. */
export async function readLock(objects: Objects, key: string) {
  const stored = await objects.get(key);
  return stored && { lock: LockObject.parse(JSON.parse(stored.text)), etag: stored.etag };
}
