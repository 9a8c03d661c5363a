import { approversOf } from '../domain/approval/approvers.ts';
import { NobodyCanAnswer } from '../domain/failure.ts';
import { OUTCOMES } from '../domain/record/outcomes.ts';
import type { FailoverInput } from '../domain/run/failover-input.ts';
import { makePeopleStep, type PeopleStepPorts } from './step/people-step.ts';

/**
 * Asks at least two named people whether the run may go on although nothing proves that the old primary cannot write:
 * what it then accepts is lost, or has to be merged by hand.
 * @throws NobodyCanAnswer where the plan names too few beside whoever has started the run
 */
export function makeRequestAcceptance(ports: PeopleStepPorts) {
  return makePeopleStep(ports, (run, { outcomes }) => {
    mustBeEnough(run);
    const { approvals } = run;
    const { databases } = OUTCOMES.FenceOldPrimary.parse(outcomes['FenceOldPrimary']);
    const unproven = databases.filter(({ proof }) => proof === 'none');
    return {
      kind: 'divergence',
      about: 'FenceOldPrimary',
      saw: unproven
        .map(
          ({ id, attempts }) =>
            `${id}: ${attempts.map(({ rung, result }) => `${rung} ${result}`).join(', ')}`,
        )
        .join('; '),
      needed: approvals.divergence.needed,
      choices: ['approve', 'deny', 'abort'],
      validSeconds: approvals.divergence.timeoutSeconds,
    };
  });
}

function mustBeEnough({ approvals, real }: FailoverInput): void {
  const { people, divergence } = approvals;
  const initiator = real?.initiator ?? null;
  const beside = initiator === null ? '' : ` beside ${initiator}`;
  const able = approversOf(people, initiator).map(({ name }) => name);
  if (able.length >= divergence.needed) return;
  throw new NobodyCanAnswer({
    subject: 'the divergence that an unproven fence may bring',
    seen: `${able.length} whom the plan names${beside}${able.length > 0 ? ` (${able.join(', ')})` : ''}`,
    limit: `${divergence.needed} who accept it: nobody can, so that nothing is promoted without a proof of the fence. Try the fence again, or abort`,
  });
}
