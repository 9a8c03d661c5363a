import { causeWords } from './cause-words.ts';
import { durationWords } from '../judge/duration-words.ts';
import { overrideWords } from '../run/override-words.ts';
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

/** What a message says: a title for the subject, lines, and what is to be done next where that is known. */
export interface Words {
  readonly title: string;
  readonly lines: readonly string[];
  readonly next: string | null;
  /** What stops it, where nothing has to be done and it can still be taken back. */
  readonly stop?: string | null;
}

/** The words of a moment. Nothing is said to be proven that the run has not shown to be. */
export function momentWords(telling: Telling): Words {
  return WORDS[telling.moment.what](telling);
}

const WORDS: Readonly<Record<MomentName, (telling: Telling) => Words>> = {
  started: (telling) => goesOn(telling, startedTitle(telling), overrideWords(telling.input.overrides)),
  approval: requestWords,
  divergence: requestWords,
  decision: requestWords,
  declared: (telling) =>
    goesOn(telling, 'declared', [
      'From here on the system is changed.',
      ...overrideWords(telling.input.overrides),
    ]),
  drained: (telling) => goesOn(telling, 'writers drained', ['Writes are refused from here on.']),
  fenced: (telling) =>
    telling.moment.proven
      ? goesOn(telling, 'fence proven', ['The old primary accepts no writes. Promotion begins.'])
      : goesOn(telling, 'fence NOT proven, accepted', [
          'People accepted that the old primary may still write. Promotion begins.',
        ]),
  promoted: proven('promoted', 'The promotion is proven by a write. Traffic is switched now.'),
  switched: proven('traffic switched', 'New connections go to the recovery site. Services are verified now.'),
  verified: proven('services verified', 'The hold begins; the judgement follows.'),
  resumed: (telling) =>
    goesOn(telling, 'resumed', [`The run goes on in ${telling.moment.state}, where it stopped.`]),
  failed: ({ moment }) => ({ title: `${moment.state} failed`, lines: reasonLines(moment), next: null }),
  aborting: ({ moment }) => ({
    title: `aborting in ${moment.state}`,
    lines: reasonLines(moment),
    next: null,
  }),
  done: endWords,
  aborted: endWords,
  died: endWords,
};

function startedTitle({ input: { overrides } }: Telling): string {
  return overrides?.breakGlass ? 'started, BREAK-GLASS' : 'started';
}

/** Nobody has to do anything: whoever reads a good message in the dark must not take what stops it for the next step. */
function goesOn({ moment, input: { run } }: Telling, title: string, lines: readonly string[]): Words {
  const stop = moment.wayBack ? `npx muster abort ${run}` : null;
  return { title, lines, next: 'nothing, it goes on', stop };
}

/** A state that was skipped, or passed by hand without its proof, proves nothing. */
function proven(title: string, line: string) {
  return (telling: Telling): Words =>
    telling.moment.proven
      ? goesOn(telling, title, [line])
      : goesOn(telling, `${telling.moment.state} begins`, ['What came before it is NOT proven.']);
}

function reasonLines({ error, cause }: Moment): readonly string[] {
  const words = [error, cause].filter((text) => text !== null).join(': ');
  return words === '' ? [] : [causeWords(words)];
}

/** The line of numbers that every message has. */
export function clockLine({ secondsSinceDeclared }: Moment, localTime: string): string {
  return secondsSinceDeclared === null
    ? `at ${localTime}`
    : `at ${localTime}, ${durationWords(secondsSinceDeclared)} after it was declared`;
}
