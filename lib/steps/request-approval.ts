import { approversOf } from '../domain/approval/approvers.ts';
import { OUTCOMES } from '../domain/record/outcomes.ts';
import { makePeopleStep, type PeopleStepPorts } from './step/people-step.ts';

/** Asks those whom the plan names whether the run may change anything. */
export function makeRequestApproval(ports: PeopleStepPorts) {
  return makePeopleStep(ports, ({ approvals, real, scope }, { outcomes }) => {
    const detection = OUTCOMES.PollDetection.safeParse(outcomes['PollDetection']).data;
    const seen = detection
      ? `${detection.finding}${detection.at ? `, since ${detection.at}` : ''}`
      : 'a drill';
    const why = real
      ? [real.reason, real.despite && `despite that: ${real.despite}`].filter(Boolean).join('; ')
      : '';
    const needed = Math.max(1, approvals.needed);
    const able = approversOf(approvals.people, real?.initiator ?? null).length;
    // Asked all the same: anyone may say that it is to end.
    const few =
      able < needed ? `NOBODY CAN APPROVE IT: ${needed} have to, and ${able} may; \`abort\` ends it` : '';
    return {
      kind: 'approval',
      about: scope === 'real' ? 'DeclareFailover' : 'InjectDisruption',
      saw: [few, seen, why].filter((part) => part !== '').join('; '),
      needed,
      choices: ['approve', 'deny', 'abort'],
      validSeconds: Math.min(approvals.validSeconds, approvals.timeoutSeconds),
    };
  });
}
