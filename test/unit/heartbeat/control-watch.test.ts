import { describe, expect, it } from 'vitest';
import { ControlWatch } from '../../../lib/heartbeat/control-watch.ts';
import type { StoredObject } from '../../../lib/ports/objects.ts';
import { makeManualClock } from '../../fakes/manual-clock.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';
import { CONTROL_KEY, controlText } from '../../fakes/segment-event.ts';

/** A watch over a bucket that gives these answers in turn, and then the last one again and again. */
function watching(answers: readonly (string | null | Error)[], { eager = false } = {}) {
  const clock = makeManualClock();
  const left = [...answers];
  const readAt: number[] = [];
  const get = async (): Promise<StoredObject | null> => {
    readAt.push(Number(clock.monotonicNs()) / 1e6);
    const answer = (left.length > 1 ? left.shift() : left[0]) ?? null;
    if (answer instanceof Error) throw answer;
    return answer === null ? null : { text: answer, etag: '"1"', storedAt: null };
  };
  const watch = new ControlWatch({ ...makeMemoryObjects(), get }, clock, 'run-1');
  const seen: boolean[] = [];
  const read = (times: number) =>
    clock.drive(
      watch.run({
        done: () => seen.length === times,
        eager: () => eager,
        onRead: async () => void seen.push(watch.current.stop),
      }),
    );
  return { watch, read, seen, readAt };
}

describe('the watch on the control object', () => {
  it('lets a series go on as long as there is no control object', async () => {
    const { read, seen, readAt } = watching([null]);
    await read(3);
    expect(seen).toEqual([false, false, false]);
    expect(readAt).toEqual([0, 500, 1000]);
  });

  it('reads the object of its run', async () => {
    const clock = makeManualClock();
    const watch = new ControlWatch(
      makeMemoryObjects({ [CONTROL_KEY]: controlText({ stop: true }) }),
      clock,
      'run-1',
    );
    let reads = 0;
    await clock.drive(
      watch.run({ done: () => reads === 1, eager: () => false, onRead: async () => void (reads += 1) }),
    );
    expect(watch.current).toEqual({ stop: true, detection: null });
  });

  it('reads every ten milliseconds while somebody waits for it', async () => {
    const { read, readAt } = watching([null], { eager: true });
    await read(3);
    expect(readAt).toEqual([0, 10, 20]);
  });

  it.each([
    { what: 'fails', answer: new Error('time-out') },
    { what: 'finds nothing', answer: null },
    { what: 'finds no JSON', answer: '{"stop": tr' },
    { what: 'finds something else', answer: '{"stop":"yes"}' },
  ])('keeps what it read last when a reading $what', async ({ answer }) => {
    const { read, seen } = watching([controlText({ stop: true }), answer]);
    await read(3);
    expect(seen).toEqual([true, true, true]);
  });
});
