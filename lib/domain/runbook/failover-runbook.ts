import { durationWords } from '../judge/duration-words.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { acceptStep, fenceStep, jobsStep, lockStep, returnStep } from './guard-steps.ts';
import { ladderSteps } from './ladder-steps.ts';
import { lookStep, prepareStep, replicaStep, verifyStep } from './look-steps.ts';
import { admitStep, endStep, promoteStep, switchStep } from './move-steps.ts';
import type { Runbook } from './runbook.ts';

/**
 * A failover of this plan, by hand: in the order of the workflow, and with the same objects, so that Muster sees what a
 * person has done and does not act beside it. The same plan gives the same runbook.
 */
export function failoverRunbook(plan: RecoveryPlan, sha256: string): Runbook {
  const { primary, recovery } = plan.sites;
  const { rto, rpo } = plan.objectives;
  return {
    title: `Failover of ${plan.name} by hand, from ${primary.region} to ${recovery.region}`,
    plan: { name: plan.name, sha256 },
    before: [
      'For the case that Muster itself is not there. Where it is, let it do this: it is faster, and it proves each step.',
      'Do the steps in their order. After each, look at what it says under "You have to see"; if you see something else, stop and think with a second person.',
      'A step may be typed again when its answer did not come: nothing is done twice by it. Only step 1 is typed once.',
      `What is promised: back within ${durationWords(rto.seconds)}, at most ${durationWords(rpo.seconds)} of data lost.`,
    ],
    steps: [
      prepareStep(plan),
      lookStep(plan),
      replicaStep(plan),
      lockStep(plan),
      jobsStep(plan),
      fenceStep(plan),
      ...ladderSteps(plan),
      acceptStep(plan),
      promoteStep(plan),
      admitStep(plan),
      switchStep(plan),
      verifyStep(plan),
      endStep(plan),
      returnStep(plan),
    ],
  };
}
