import { expect, test } from 'vitest';
import { disagreements } from './agreeing-client.ts';

/** The whole set is in test/long: this one has both an outage and a loss. */
const FAULTS = ['region-loss', 'replication-delay=500ms'];

test('a client that shares no code with the heartbeat sees the same outage and the same loss', {
  timeout: 300_000,
}, async () => {
  await expect(disagreements(FAULTS)).resolves.toEqual([]);
});
