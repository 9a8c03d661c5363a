import type { Advice } from '../brief/advice.ts';
import type { OutageFinding } from './outage-finding.ts';

/** What one look at a loss came to. */
export interface LossLook {
  readonly detected: boolean;
  /** ISO text: since when it is seen. */
  readonly at: string | null;
  readonly finding: OutageFinding | 'nothing-seen' | 'primary-unreachable';
}

export interface Grounds {
  /** Why it is wanted; empty where nobody has said so. */
  readonly reason: string;
  /** What the vantage points came to when it was confirmed; null where nobody has looked. */
  readonly advice: Advice | null;
  /** Why it is to go on whatever was seen; null where nobody has said so. */
  readonly despite: string | null;
  /** The look before this one, on which people may have decided; null for the first. */
  readonly before: LossLook | null;
}

/**
 * Why a real failover may not go on by itself after that look, as a sentence; null where it may. A cut link is a loss
 * only to who stands on this side of it, unless more vantage points have said otherwise. A loss that is over
 * when people have approved it is none: a promotion that follows a fence of a healthy primary cannot be undone. Where the
 * vantage points could advise nothing, going on is somebody's word, and without one it is nobody's.
 */
export function againstFailover(look: LossLook, grounds: Grounds): string | null {
  if (grounds.despite !== null) return null;
  if (!look.detected) return nothingLost(look, grounds);
  if (look.finding === 'link-lost' && !isForeseen(grounds))
    return 'what is seen now is link-lost: the region lives behind a cut link, and may serve its users; a failover all the same needs a reason (--despite)';
  return withoutWord(grounds);
}

function withoutWord({ advice, reason }: Grounds): string | null {
  if (advice?.recommendation !== 'look closer' || reason.trim() !== '') return null;
  return `the advice was LOOK CLOSER (${advice.reason}); a failover all the same needs a reason (--reason)`;
}

/** A cut link that the vantage points have seen otherwise, and that is not new since people were asked. */
function isForeseen({ advice, before }: Grounds): boolean {
  const isNew = before?.detected === true && before.finding !== 'link-lost';
  return advice !== null && advice.recommendation !== 'do not fail over' && !isNew;
}

function nothingLost({ finding }: LossLook, { before }: Grounds): string {
  const since = before?.at ? `, since ${before.at}` : '';
  const earlier = before?.detected ? `what was seen before is over (${before.finding}${since}): ` : '';
  return `${earlier}what is seen now is ${finding}; a failover all the same needs a reason (--despite)`;
}
