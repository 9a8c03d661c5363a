import { type KnownRequest, openOf, requestsOf } from '../consent/pending-requests.ts';
import type { RunAccess } from './run-access.ts';

/** What the run asks now, if anything. */
export async function pendingRequest({ access, input }: RunAccess): Promise<KnownRequest | null> {
  return openOf(await requestsOf(access.recovery.objects, input.run));
}

/** Answers that cannot be read: whoever gave one has to be asked again. */
export function leftOut({ unread }: KnownRequest): readonly string[] {
  return unread.map((key) => `the stored answer ${key} cannot be read, and is left out`);
}
