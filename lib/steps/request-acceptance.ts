import { OUTCOMES } from '../domain/record/outcomes.ts';
import { makePeopleStep, type PeopleStepPorts } from './step/people-step.ts';

/**
 * Asks at least two named people whether the run may go on although nothing proves that the old primary cannot write:
 * what it then accepts is lost, or has to be merged by hand.
 */
export function makeRequestAcceptance(ports: PeopleStepPorts) {
  return makePeopleStep(ports, ({ approvals }, { outcomes }) => {
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
