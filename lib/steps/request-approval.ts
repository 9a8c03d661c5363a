import { approversOf } from '../domain/approval/approvers.ts';
import { aloneWords } from '../domain/ledger/outage-finding.ts';
import { OUTCOMES, type OutcomeOf } from '../domain/record/outcomes.ts';
import type { RealEvent } from '../domain/run/real-event.ts';
import { makePeopleStep, type PeopleStepPorts } from './step/people-step.ts';

function detectionWords({ finding, at, evidence }: OutcomeOf<'PollDetection'>): string {
  const alone = aloneWords(finding, evidence);
  return [finding, at === null ? '' : `since ${at}`, alone].filter((words) => words !== '').join(', ');
}

/** Whoever approves is told what the screen said to who has started it: in its own lines, or else the advice alone. */
function realWords({ initiator, advice, shown, reason, despite }: RealEvent): string {
  return [
    advice && shown.length === 0
      ? `when it was started: ${advice.recommendation.toUpperCase()}, ${advice.reason}`
      : '',
    reason === '' ? '' : `${initiator} says: ${reason}`,
    despite === null || despite === '' ? '' : `despite that: ${despite}`,
  ]
    .filter((words) => words !== '')
    .join('; ');
}

/** Asks those whom the plan names whether the run may change anything. */
export function makeRequestApproval(ports: PeopleStepPorts) {
  return makePeopleStep(ports, ({ approvals, real, scope }, { outcomes }) => {
    const detection = OUTCOMES.PollDetection.safeParse(outcomes['PollDetection']).data;
    const unseen = real ? 'what is lost was not looked at' : 'a drill';
    const seen = detection ? detectionWords(detection) : unseen;
    const why = real ? realWords(real) : '';
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
