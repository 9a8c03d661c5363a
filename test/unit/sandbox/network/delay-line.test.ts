import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DelayLine, type LinkShape } from '../../../../lib/sandbox/network/delay-line.ts';

/** The line's timers and its clock are the test's: nothing here waits. */
let shape: LinkShape;
let crossed: { readonly at: number; readonly text: string }[];
let line: DelayLine;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  shape = { delayMs: 0, bytesPerSecond: undefined };
  crossed = [];
  const startedAt = performance.now();
  const now = () => performance.now() - startedAt;
  line = new DelayLine({
    shape: () => shape,
    now,
    release: (bytes) => crossed.push({ at: now(), text: bytes.toString() }),
  });
});
afterEach(() => vi.useRealTimers());

const push = (text: string) => line.push(Buffer.from(text));

test('without a condition what comes crosses at once', () => {
  push('a');
  expect(crossed).toEqual([{ at: 0, text: 'a' }]);
  expect(line.held).toBe(0);
});

describe('with a delay', () => {
  beforeEach(() => {
    shape = { delayMs: 100, bytesPerSecond: undefined };
  });

  test('each piece crosses when its own time has passed, in order', () => {
    push('a');
    vi.advanceTimersByTime(30);
    push('b');
    vi.advanceTimersByTime(69);
    expect(crossed).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(crossed).toEqual([{ at: 100, text: 'a' }]);
    vi.advanceTimersByTime(30);
    expect(crossed.at(-1)).toEqual({ at: 130, text: 'b' });
  });

  test('at a cut what is due has crossed, and the rest never does', () => {
    push('first');
    vi.advanceTimersByTime(60);
    push('second');
    vi.advanceTimersByTime(40);
    expect(line.cut()).toBe('second'.length);
    vi.advanceTimersByTime(1000);
    expect(crossed.map(({ text }) => text)).toEqual(['first']);
    expect(line.held).toBe(0);
  });

  test('when it is taken away all that was on its way crosses at once, in order', () => {
    for (const text of ['a', 'b', 'c']) push(text);
    shape = { delayMs: 0, bytesPerSecond: undefined };
    line.settle();
    push('d');
    expect(crossed.map(({ text }) => text).join('')).toBe('abcd');
  });

  test('the end of a connection travels behind its last byte', () => {
    const end = vi.fn<() => void>();
    push('last');
    line.push(Buffer.alloc(0), end);
    vi.advanceTimersByTime(99);
    expect(end).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(crossed.map(({ text }) => text)).toEqual(['last']);
    expect(end).toHaveBeenCalledOnce();
  });

  test('thousands of pieces keep their order and their count', () => {
    const texts = Array.from({ length: 5000 }, (_, n) => `${n} `);
    for (const text of texts) push(text);
    vi.advanceTimersByTime(100);
    expect(crossed.map(({ text }) => text)).toEqual(texts);
    expect(line.held).toBe(0);
  });
});

test('with a rate bytes set out one frame after another, and a cut falls between frames', () => {
  shape = { delayMs: 0, bytesPerSecond: 14_600 };
  line.push(Buffer.alloc(14_600));
  vi.advanceTimersByTime(500);
  const bytes = crossed.reduce((sum, { text }) => sum + text.length, 0);
  expect(bytes).toBe(7300);
  expect(line.cut()).toBe(7300);
});

test('with a rate and a delay a byte arrives when it has set out and travelled', () => {
  shape = { delayMs: 100, bytesPerSecond: 1000 };
  push('x'.repeat(50));
  vi.advanceTimersByTime(149);
  expect(crossed).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(crossed).toHaveLength(1);
});
