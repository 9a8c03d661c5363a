import * as z from 'zod';
import { engagedWords, type SafetyLever } from '../run/safety-lever.ts';
import type { Advice } from './advice.ts';
import type { DrillProof } from './drill-proof.ts';
import type { Fact } from './fact.ts';
import type { WhoApproves } from './who-approves.ts';

/** A reason that somebody has to give before a failover starts, and the option to give it with. */
export const NeededReason = z.object({
  option: z.enum(['--despite', '--reason', '--stale-evidence', '--past-lever', '--break-glass']),
  why: z.string(),
});

export type NeededReason = z.infer<typeof NeededReason>;

export interface GivenReasons {
  /** Why it is wanted at all; empty where nobody has said so. */
  readonly reason: string;
  readonly despite: string | null;
  readonly staleEvidence: string | null;
  readonly pastLever: string | null;
}

interface Grounds {
  readonly advice: Advice;
  readonly proof: Fact<DrillProof>;
  readonly lever: Fact<SafetyLever | null>;
  readonly approvals: WhoApproves;
}

/**
 * The reasons that are missing. Nothing blocks a real event for good: what speaks against it is overridden by a reason,
 * which stays in the record. Where what was seen allows no advice it is somebody's word, which is on record as well.
 */
export function neededReasons(
  { advice, proof, lever, approvals }: Grounds,
  given: GivenReasons,
): readonly NeededReason[] {
  const stale = proof.known ? proof.value.stale : `former drills are not known: ${proof.why}`;
  const engaged = lever.known ? engagedWords(lever.value) : null;
  return [
    ...(advice.recommendation === 'do not fail over' && given.despite === null
      ? [{ option: '--despite' as const, why: advice.reason }]
      : []),
    ...(advice.recommendation === 'look closer' && given.despite === null && given.reason.trim() === ''
      ? [{ option: '--reason' as const, why: advice.reason }]
      : []),
    ...(stale !== null && given.staleEvidence === null
      ? [{ option: '--stale-evidence' as const, why: stale }]
      : []),
    ...(engaged !== null && given.pastLever === null
      ? [{ option: '--past-lever' as const, why: `the safety lever is ${engaged}` }]
      : []),
    ...cannotBeApproved(approvals),
  ];
}

/** It would wait for ever: who starts it counts for none of those who approve. */
function cannotBeApproved({ start, breakGlass, people, initiator }: WhoApproves): readonly NeededReason[] {
  if (start.possible || breakGlass !== null) return [];
  const why = `${start.needed} have to approve, and beside ${initiator} the plan names ${people.length}; or somebody else starts it`;
  return [{ option: '--break-glass', why }];
}
