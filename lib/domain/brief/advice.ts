import * as z from 'zod';
import type { OutageFinding } from '../ledger/outage-finding.ts';

/** What on-call is told, and why. look closer: what is seen neither asks for a failover nor speaks against it. */
export const Advice = z.object({
  recommendation: z.enum(['fail over', 'do not fail over', 'look closer']),
  reason: z.string(),
});

export type Advice = z.infer<typeof Advice>;

export function failOver(reason: string): Advice {
  return { recommendation: 'fail over', reason };
}

export function lookCloser(reason: string): Advice {
  return { recommendation: 'look closer', reason };
}

export function doNot(reason: string): Advice {
  return { recommendation: 'do not fail over', reason };
}

/** Whether users are served: all that was looked at says so, only some of it, or none. Null: nobody has looked. */
export type Served = 'all' | 'some' | 'none' | null;

export interface Seen {
  readonly finding: OutageFinding | 'nothing-seen';
  readonly served: Served;
}

/**
 * What follows from what one observer has seen. A failover costs what is not replicated and has no way back, so it is
 * advised where a region is lost, and never while any user is served.
 */
export function adviceOn({ finding, served }: Seen): Advice {
  if (finding === 'nothing-seen') return doNot('nothing is seen to be lost');
  if (served === 'all')
    return doNot(`users are served${finding === 'link-lost' ? ': only the link is cut' : ''}`);
  return served === 'some' ? WHILE_SOME_ARE_SERVED[finding] : ADVICE[finding](served);
}

/**
 * What the regions have come to, held against what this machine sees at the same time: users whom it sees served speak
 * against a failover, since those of the regions may not be all.
 */
export function heldAgainst(advice: Advice, served: Served): Advice {
  if (advice.recommendation !== 'fail over' || served === null || served === 'none') return advice;
  return lookCloser(
    `as seen from here ${served === 'all' ? '' : 'some '}users are served, although ${advice.reason}`,
  );
}

const WHILE_SOME_ARE_SERVED: Readonly<Record<OutageFinding, Advice>> = {
  'region-lost': lookCloser('nothing in the region answers the watch, and yet some users are served'),
  'link-lost': doNot('the region lives behind a cut link, and some users are served'),
  'service-lost': lookCloser('the region answers, and some users are served: a failover cuts them off'),
  unknown: doNot('some users are served, and nobody can say what is lost'),
};

const ADVICE: Readonly<Record<OutageFinding, (served: 'none' | null) => Advice>> = {
  'region-lost': () => failOver('nothing in the region answers'),
  'link-lost': (served) =>
    served === 'none'
      ? lookCloser('the region lives behind a cut link, and what was looked at is not served')
      : doNot('the region lives behind a cut link, and nobody has seen that users are not served'),
  'service-lost': () => lookCloser('the region answers: repair may be quicker, and loses nothing'),
  unknown: (served) =>
    served === 'none'
      ? lookCloser('users are not served, and nobody can say what is lost')
      : doNot('nobody can say that anything is lost'),
};
