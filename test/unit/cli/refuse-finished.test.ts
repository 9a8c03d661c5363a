import { expect, test } from 'vitest';
import { refuseFinished } from '../../../lib/cli/refuse-finished.ts';
import { makeFakeWorkflows } from '../../fakes/fake-workflows.ts';

const RUN = 'arn:aws:states:eu-west-1:111122223333:execution:failover:run-1';

const refusal = (statuses: Readonly<Record<string, string>>) =>
  refuseFinished(makeFakeWorkflows([], { statuses }), RUN).catch((error: Error) => error);

test('a run that nobody has finished may go on', async () => {
  expect(await refusal({ [RUN]: 'ABORTED', [`${RUN}0-finish-1`]: 'RUNNING' })).toBeUndefined();
});

test('one that another execution brings to its end may not, and it is said which', async () => {
  expect(await refusal({ [`${RUN}-finish-1`]: 'FAILED', [`${RUN}-finish-2`]: 'RUNNING' })).toMatchObject({
    name: 'UsageError',
    message:
      'run run-1 is being brought to its end by the execution run-1-finish-2: `npx muster clean` waits for it. It cannot go on from where it stopped: start another run then',
  });
});

test('nor may one that another execution has brought to its end, or tried to', async () => {
  expect(await refusal({ [`${RUN}-finish-1`]: 'FAILED' })).toMatchObject({
    name: 'UsageError',
    message:
      'run run-1 was given up: the execution run-1-finish-1 (FAILED) was to bring it to its end, and `npx muster clean` finishes what is left. It cannot go on from where it stopped: start another run then',
  });
});
