import { causeWords } from './cause-words.ts';
import { durationWords } from '../judge/duration-words.ts';
import type { Moment, MomentName } from './moment.ts';
import { endWords } from './end-words.ts';
import type { HeraldInput } from './herald-input.ts';
import { requestWords } from './request-words.ts';
import type { RunSeen } from './run-seen.ts';

export interface Telling {
  readonly input: HeraldInput;
  readonly seen: RunSeen;
  readonly moment: Moment;
}

/** What a message says: a title for the subject, lines, and the next command to type where there is one. */
export interface Words {
  readonly title: string;
  readonly lines: readonly string[];
  readonly next: string | null;
}

/** The words of a moment. Nothing is said to be proven that the run has not shown to be. */
export function momentWords(telling: Telling): Words {
  return WORDS[telling.moment.what](telling);
}

const WORDS: Readonly<Record<MomentName, (telling: Telling) => Words>> = {
  started: ({ input: { run } }) => going('started', [], abort(run)),
  approval: requestWords,
  divergence: requestWords,
  decision: requestWords,
  declared: ({ input: { run } }) => going('declared', ['From here on the system is changed.'], abort(run)),
  drained: ({ input: { run } }) => going('writers drained', ['Writes are refused from here on.'], abort(run)),
  fenced: ({ input: { run }, moment }) =>
    moment.proven
      ? going('fence proven', ['The old primary accepts no writes. Promotion begins.'], abort(run))
      : going(
          'fence NOT proven, accepted',
          ['People accepted that the old primary may still write. Promotion begins.'],
          abort(run),
        ),
  promoted: proven('promoted', 'The promotion is proven by a write. Traffic is switched now.'),
  switched: proven('traffic switched', 'New connections go to the recovery site. Services are verified now.'),
  verified: proven('services verified', 'The hold begins; the judgement follows.'),
  resumed: ({ moment, input: { run } }) =>
    going('resumed', [`The run goes on in ${moment.state}, where it stopped.`], abort(run)),
  failed: ({ moment }) => going(`${moment.state} failed`, reasonLines(moment), null),
  aborting: ({ moment }) => going(`aborting in ${moment.state}`, reasonLines(moment), null),
  done: endWords,
  aborted: endWords,
  died: endWords,
};

function going(title: string, lines: readonly string[], next: string | null): Words {
  return { title, lines, next };
}

/** A state that was skipped, or passed by hand without its proof, proves nothing. */
function proven(title: string, line: string) {
  return ({ moment, input: { run } }: Telling): Words =>
    moment.proven
      ? going(title, [line], abort(run))
      : going(`${moment.state} begins`, ['What came before it is NOT proven.'], abort(run));
}

function reasonLines({ error, cause }: Moment): readonly string[] {
  const words = [error, cause].filter((text) => text !== null).join(': ');
  return words === '' ? [] : [causeWords(words)];
}

function abort(run: string): string {
  return `npx muster abort ${run}`;
}

/** The line of numbers that every message has. */
export function clockLine({ secondsSinceDeclared }: Moment, localTime: string): string {
  return secondsSinceDeclared === null
    ? `at ${localTime}`
    : `at ${localTime}, ${durationWords(secondsSinceDeclared)} after it was declared`;
}
