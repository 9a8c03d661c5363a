import * as z from 'zod';
import { parsedJson } from '../canonical-json.ts';
import { parseTrailEvent, type TrailEvent } from './trail-event.ts';

/** Events that whoever verifies has asked the account for, with an access of their own. */
export interface OwnTrail {
  readonly events: readonly TrailEvent[];
  /** Entries that are no event of CloudTrail as it is known here. */
  readonly unread: number;
}

/** What `aws cloudtrail lookup-events --output json` prints (API reference, LookupEvents). */
const LookedUp = z.object({ Events: z.array(z.object({ CloudTrailEvent: z.string().nullish() })) });

/** Null for a text that is no answer of LookupEvents. */
export function parseOwnTrail(text: string): OwnTrail | null {
  const { data } = LookedUp.safeParse(parsedJson(text));
  if (!data) return null;
  const events = data.Events.flatMap(({ CloudTrailEvent }) => parseTrailEvent(CloudTrailEvent ?? '') ?? []);
  return { events, unread: data.Events.length - events.length };
}
