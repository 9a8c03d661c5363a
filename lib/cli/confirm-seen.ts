import type { FailoverBrief } from '../domain/brief/failover-brief.ts';
import { type Instant, parseInstant, secondsBetween } from '../domain/instant.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import type { GivenName } from './confirm-by-name.ts';

/** What is shown is of its moment. A name that is typed later than this is typed under what may be over. */
const MOST_SECONDS = 120;

export interface ConfirmingSeen {
  /** What stands on the screen. */
  readonly brief: FailoverBrief;
  /** @throws UsageError where nothing may start by what was seen */
  readonly mustBeStartable: (brief: FailoverBrief) => void;
  /** @throws UsageError when the name is not typed */
  readonly confirm: () => Promise<GivenName>;
  /** The same once more, as it is now. */
  readonly look: () => Promise<FailoverBrief>;
  readonly show: (brief: FailoverBrief) => void;
  readonly say: (words: string) => void;
  readonly now: () => Instant;
}

/**
 * Asks for the plan's name below what was seen. Where the answer has taken long it looks once more: what it starts on is of
 * that moment, and where that is another thing, it is shown and the name asked for again. Answers both.
 */
export async function confirmSeen(asking: ConfirmingSeen): Promise<{
  readonly brief: FailoverBrief;
  readonly given: GivenName;
}> {
  let { brief } = asking;
  for (;;) {
    asking.mustBeStartable(brief);
    const given = await asking.confirm();
    const age = secondsBetween(parseInstant(brief.lookedAt), asking.now());
    if (age <= MOST_SECONDS) return { brief, given };
    asking.say(`that was seen ${durationWords(Math.round(age))} ago: looking once more`);
    const again = await asking.look();
    if (isSame(brief, again)) return { brief: again, given };
    brief = again;
    asking.show(brief);
    asking.say('this is no longer what you have read before: read it, and type the name once more');
  }
}

/** What is advised and why, and which reasons it takes. */
function isSame(one: FailoverBrief, other: FailoverBrief): boolean {
  const [before, now] = [one, other].map(({ advice, loss, needs, conflict }) =>
    JSON.stringify([
      advice.recommendation,
      loss.known ? loss.value.finding : null,
      needs.map(({ option }) => option),
      conflict.known ? conflict.value : null,
    ]),
  );
  return before === now;
}
