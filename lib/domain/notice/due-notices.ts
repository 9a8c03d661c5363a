import { formatInstant, type Instant, secondsBetween } from '../instant.ts';
import { headOf, makeNotice } from './make-notice.ts';
import type { Notice } from './notice.ts';
import type { HeraldInput } from './herald-input.ts';
import type { Moment } from './moment.ts';
import { quietUntil } from './quiet-hours.ts';
import { runMoments } from './run-moments.ts';
import type { RunSeen } from './run-seen.ts';
import { localTime } from './local-time.ts';
import { requestOf } from './request-words.ts';
import { subjectText } from './subject-text.ts';

export interface Due {
  /** Whatever should have been sent by now, in order; which of it was sent already stands in the receipts. */
  readonly notices: readonly Notice[];
  /** When the last of those that quiet hours hold back is due; null when none is held. */
  readonly heldUntil: Instant | null;
}

/**
 * What is to be told of a run by now. Of a drill, what comes about in quiet hours is held, and told in one digest when
 * they end. A real event knows no quiet hours.
 */
export function dueNotices(input: HeraldInput, seen: RunSeen, now: Instant): Due {
  const { quietHours, timeZone } = input.notices;
  const hours = input.scope === 'real' ? null : quietHours;
  const direct: Notice[] = [];
  const held = new Map<Instant, Notice[]>();
  for (const moment of runMoments(seen)) {
    if (awaitsItsRequest(moment, seen, now)) continue;
    const notice = makeNotice({ input, seen, moment });
    const until = quietUntil(hours, timeZone, moment.at);
    if (until === null) direct.push(notice);
    else held.set(until, [...(held.get(until) ?? []), notice]);
  }
  const digests = [...held].filter(([until]) => until <= now).map((one) => digestOf(input, ...one));
  const pending = [...held.keys()].filter((until) => until > now);
  return {
    notices: [...direct, ...digests].toSorted((a, b) => a.at.localeCompare(b.at, 'en')),
    heldUntil: pending.length > 0 ? Math.max(...pending) : null,
  };
}

const ASKED: ReadonlySet<string> = new Set(['approval', 'divergence', 'decision']);
/** A state writes its question right after its entry; a message without it would not say who is asked what. */
const REQUEST_APPEARS_SECONDS = 5;

function awaitsItsRequest(moment: Moment, seen: RunSeen, now: Instant): boolean {
  if (!ASKED.has(moment.what) || requestOf(moment, seen) !== null) return false;
  return isPutToNobody(moment, seen) || secondsBetween(moment.at, now) < REQUEST_APPEARS_SECONDS;
}

/**
 * Whether enough people can accept a divergence is found out by the state that asks them, after as many tries as that
 * takes. Where too few can, a decision takes the question's place, and who had been told of it would be told of two.
 */
function isPutToNobody({ what }: Moment, { requests }: RunSeen): boolean {
  return what === 'divergence' && requests.every(({ kind }) => kind !== 'divergence');
}

/** One message for all that was held until an instant; what came last stands first. */
function digestOf(input: HeraldInput, until: Instant, notices: readonly Notice[]): Notice {
  const { timeZone } = input.notices;
  const at = formatInstant(until);
  const last = notices.at(-1);
  const subject = subjectText(`${headOf({ input })}: ${notices.length} held in quiet hours`);
  const earlier = notices
    .slice(0, -1)
    .map((notice) => `${localTime(notice.at, timeZone)}  ${titleOf(notice)}`);
  const lines = [subject, '', last?.text ?? '', ...(earlier.length > 0 ? ['', 'before:', ...earlier] : [])];
  return { key: `digest-${at.slice(0, 19).replaceAll(/[-:]/g, '')}`, at, subject, text: lines.join('\n') };
}

function titleOf({ subject }: Notice): string {
  return subject.slice(subject.indexOf(': ') + 2);
}
