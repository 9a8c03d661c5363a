import { type Instant, parseInstant } from '../instant.ts';
import type { Interval } from '../measurement/interval.ts';
import type { HistoryEntry } from '../record/entry.ts';
import type { RunFacts } from './run-facts.ts';

const ASKING: ReadonlySet<string> = new Set(['RequestApproval', 'RequestAcceptance', 'RequestDecision']);
/** The function that asks has answered; from here on the state waits for its token. */
const ASKED = 'TaskSubmitted';
const ANSWERED: ReadonlySet<string> = new Set(['TaskSucceeded', 'TaskFailed', 'TaskTimedOut']);

/**
 * Stretches of time in which the engine waited for people's answers, and for nothing else: by its own clock, from when
 * the question stood until the answer, or the time-out, was there. Asking them is Muster's time.
 */
export function humanWaits({ entries }: Pick<RunFacts, 'entries'>): readonly Interval[] {
  const waits: Interval[] = [];
  let state: string | null = null;
  let askedAt: Instant | null = null;
  for (const event of historyOf(entries)) {
    const at = parseInstant(event.at);
    if (event.type.endsWith('StateEntered')) [state, askedAt] = [event.state, null];
    else if (state !== null && ASKING.has(state) && event.type === ASKED) askedAt = at;
    else if (askedAt !== null && ANSWERED.has(event.type)) {
      waits.push({ low: askedAt, high: at });
      askedAt = null;
    }
  }
  return waits;
}

function historyOf(entries: RunFacts['entries']): readonly HistoryEntry[] {
  return entries.filter((entry) => entry.kind === 'history').toSorted((a, b) => a.id - b.id);
}
