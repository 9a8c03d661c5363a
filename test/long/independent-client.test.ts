import { expect, test } from 'vitest';
import { disagreements } from '../sandbox/drill/agreeing-client.ts';

test.each([{ faults: ['region-loss'] }, { faults: ['region-loss=refused'] }])(
  'a client that shares no code with the heartbeat sees the same outage and the same loss: $faults',
  async ({ faults }) => {
    await expect(disagreements(faults)).resolves.toEqual([]);
  },
);
