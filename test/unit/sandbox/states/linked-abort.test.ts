import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { linkAbort } from '../../../../lib/sandbox/states/asl/linked-abort.ts';

test('a linked signal is aborted with the other one, for its reason, and by itself without it', () => {
  const parent = new AbortController();
  const [first, second] = [linkAbort(parent.signal), linkAbort(parent.signal)];
  first.abort(new Error('alone'));
  expect([first.signal.aborted, second.signal.aborted, parent.signal.aborted]).toEqual([true, false, false]);
  parent.abort(new Error('together'));
  expect(second.signal.reason).toEqual(new Error('together'));
  expect(linkAbort(parent.signal).signal.aborted).toBe(true);
});

test('one that was let go leaves nothing on the other', () => {
  const parent = new AbortController();
  const linked = linkAbort(parent.signal);
  expect(getEventListeners(parent.signal, 'abort')).toHaveLength(1);
  linked.release();
  expect(getEventListeners(parent.signal, 'abort')).toHaveLength(0);
});
