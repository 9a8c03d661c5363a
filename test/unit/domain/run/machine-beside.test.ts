import { expect, test } from 'vitest';
import { machineBeside } from '../../../../lib/domain/run/machine-beside.ts';

test.each(['', 'muster-'])(
  'a workflow beside the heartbeat has what stands before its name: "%s"',
  (prefix) => {
    const machines = 'arn:aws:states:eu-west-1:111122223333:stateMachine:';
    expect(machineBeside(`${machines}${prefix}heartbeat`, 'deferred-fence')).toBe(
      `${machines}${prefix}deferred-fence`,
    );
  },
);
