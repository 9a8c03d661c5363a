import * as z from 'zod';
import type { OutageFinding } from '../ledger/outage-finding.ts';

/** What on-call is told, and why. look closer: what is seen neither asks for a failover nor speaks against it. */
export const Advice = z.object({
  recommendation: z.enum(['fail over', 'do not fail over', 'look closer']),
  reason: z.string(),
});

export type Advice = z.infer<typeof Advice>;

export interface Seen {
  readonly finding: OutageFinding | 'nothing-seen';
  /** Whether users are served: heartbeats are acknowledged, and all required services answer. Null: not known. */
  readonly served: boolean | null;
}

/**
 * What follows from what one observer has seen. A failover costs what is not replicated and has no way back, so it is
 * advised where a region is lost, and never while users are served.
 */
export function adviceOn({ finding, served }: Seen): Advice {
  if (finding === 'nothing-seen') return doNot('nothing is seen to be lost');
  if (served === true)
    return doNot(`users are served${finding === 'link-lost' ? ': only the link is cut' : ''}`);
  return ADVICE[finding](served);
}

type OnFinding = (served: false | null) => Advice;

const ADVICE: Readonly<Record<OutageFinding, OnFinding>> = {
  'region-lost': () => ({ recommendation: 'fail over', reason: 'nothing in the region answers' }),
  'link-lost': (served) =>
    served === false
      ? look('the region lives behind a cut link, and what was looked at is not served')
      : doNot('the region lives behind a cut link, and nobody has seen that users are not served'),
  'service-lost': () => look('the region answers: repair may be quicker, and loses nothing'),
  unknown: (served) =>
    served === false
      ? look('users are not served, and nobody can say what is lost')
      : doNot('nobody can say that anything is lost'),
};

function look(reason: string): Advice {
  return { recommendation: 'look closer', reason };
}

function doNot(reason: string): Advice {
  return { recommendation: 'do not fail over', reason };
}
