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
    return {
      kind: 'approval',
      about: scope === 'real' ? 'DeclareFailover' : 'InjectDisruption',
      saw: why === '' ? seen : `${seen}; ${why}`,
      needed: Math.max(1, approvals.needed),
      choices: ['approve', 'deny', 'abort'],
      validSeconds: Math.min(approvals.validSeconds, approvals.timeoutSeconds),
    };
  });
}
