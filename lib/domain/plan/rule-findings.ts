import { isPseudonym } from '../approval/pseudonym.ts';
import { leastWindowSeconds } from './detection.ts';
import { type PlanFinding, quote } from './plan-problem.ts';
import type { RecoveryPlan } from './recovery-plan.ts';

/** Rules that could never be met: a detection that cannot fire, approvals that nobody can give, a rung without what it needs. */
export function ruleFindings(plan: RecoveryPlan): readonly PlanFinding[] {
  return [
    ...detectionFindings(plan),
    ...approvalFindings(plan),
    ...peopleFindings(plan),
    ...fenceFindings(plan),
  ];
}

function detectionFindings({ detect, heartbeat }: RecoveryPlan): readonly PlanFinding[] {
  const least = leastWindowSeconds(detect.failures, heartbeat.interval.seconds);
  const windowFinding: PlanFinding = {
    path: ['detect', 'within'],
    expected: `at least ${least} s, so that ${detect.failures} attempts in a row can time out within it`,
    found: detect.within.iso,
    remedy: 'lengthen detect.within, or shorten heartbeat.interval',
  };
  const timeoutFinding: PlanFinding = {
    path: ['detect', 'timeout'],
    expected: `more than detect.within (${detect.within.iso})`,
    found: detect.timeout.iso,
  };
  return [
    ...(detect.within.seconds < least ? [windowFinding] : []),
    ...(detect.timeout.seconds <= detect.within.seconds ? [timeoutFinding] : []),
  ];
}

function fenceFindings({ fence }: RecoveryPlan): readonly PlanFinding[] {
  if (!fence.rungs.includes('close-network') || fence.closedSecurityGroup !== undefined) return [];
  return [
    {
      path: ['fence', 'closedSecurityGroup'],
      expected: 'a security group that admits nobody, for close-network',
      found: 'nothing',
    },
  ];
}

/** A plan is part of the evidence as it stands: where that is to have no names, the plan has none. */
function peopleFindings({ approvals, evidence }: RecoveryPlan): readonly PlanFinding[] {
  if (evidence.people === 'names') return [];
  return approvals.people.flatMap(({ name }, index) =>
    isPseudonym(name)
      ? []
      : [
          {
            path: ['approvals', 'people', index, 'name'],
            expected: 'a pseudonym such as person-0123456789abcdef, since evidence.people says so',
            found: quote(name),
            remedy: 'who that is `npx muster people pseudonym NAME --plan FILE` says',
          },
        ],
  );
}

/** Divergence is left alone while nobody is named: then it cannot be accepted at all, which is safe. */
function approvalFindings({ approvals }: RecoveryPlan): readonly PlanFinding[] {
  const people = approvals.people.length;
  const kinds = people > 0 ? (['drill', 'real', 'divergence'] as const) : (['drill', 'real'] as const);
  return kinds
    .filter((kind) => approvals[kind].needed > people)
    .map((kind) => ({
      path: ['approvals', kind, 'needed'],
      expected: `at most the number of approvals.people (${people})`,
      found: `the number ${approvals[kind].needed}`,
    }));
}
