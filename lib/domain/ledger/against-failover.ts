import type { OutageFinding } from './outage-finding.ts';

/** What one look at a loss came to. */
export interface LossLook {
  readonly detected: boolean;
  /** ISO text: since when it is seen. */
  readonly at: string | null;
  readonly finding: OutageFinding | 'nothing-seen' | 'primary-unreachable';
}

export interface Grounds {
  /** Why it is to go on whatever was seen; null where nobody has said so. */
  readonly despite: string | null;
  /** The look before this one, on which people may have decided; null for the first. */
  readonly before: LossLook | null;
}

/**
 * Why a real failover may not go on by itself after that look, as a sentence; null where it may. A loss that is over
 * when people have approved it is none: a promotion that follows a fence of a healthy primary cannot be undone.
 */
export function againstFailover(
  { detected, finding }: LossLook,
  { despite, before }: Grounds,
): string | null {
  if (despite !== null || detected) return null;
  const since = before?.at ? `, since ${before.at}` : '';
  const earlier = before?.detected ? `what was seen before is over (${before.finding}${since}): ` : '';
  return `${earlier}what is seen now is ${finding}; a failover all the same needs a reason (--despite)`;
}
