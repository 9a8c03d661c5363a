import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StoreSession } from '../../../../lib/sandbox/workload/store-session.ts';
import { StoreWay } from '../../../../lib/sandbox/workload/store-way.ts';

/** What the store does with an opening: it says its first word and grants a session after so long, or never. */
let answersAfterMs: number | null;
let openings: { unansweredMs: number; dropped: boolean }[];
let way: StoreWay;
let given: StoreSession[];

const LOGIN_MS = 10;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  answersAfterMs = 0;
  openings = [];
  given = [];
  way = new StoreWay(async ({ unansweredMs, onAnswer }) => {
    const opening = { unansweredMs, dropped: false };
    openings.push(opening);
    const answer = answersAfterMs ?? Infinity;
    await later(Math.min(answer, unansweredMs));
    if (answer > unansweredMs) throw new Error(`silent for ${unansweredMs} ms`);
    onAnswer();
    await later(LOGIN_MS);
    return sessionOf(opening);
  });
});
afterEach(() => vi.useRealTimers());

function sessionOf(opening: { dropped: boolean }): StoreSession {
  return {
    check: async () => undefined,
    append: async () => undefined,
    mayRecover: () => true,
    drop: () => void (opening.dropped = true),
  };
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function ask(times: number): void {
  for (let n = 0; n < times; n += 1) void way.session().then((session) => given.push(session));
}

/** Openings begun in a second of silence, after a first session had been granted. */
async function inSilence(waiting: number): Promise<number> {
  ask(1);
  await vi.advanceTimersByTimeAsync(100);
  answersAfterMs = null;
  ask(waiting);
  await vi.advanceTimersByTimeAsync(1000);
  const before = openings.length;
  await vi.advanceTimersByTimeAsync(1000);
  return openings.length - before;
}

test('a silent store is looked at as often for nine who wait as for one', async () => {
  const forOne = await inSilence(1);
  openings = [];
  given = [];
  expect(await inSilence(8)).toBe(forOne);
  expect(forOne).toBeGreaterThanOrEqual(10);
});

test('when a silent store answers again, all who wait have a session of their own at once', async () => {
  await inSilence(9);
  expect(given).toHaveLength(1);
  answersAfterMs = 0;
  await vi.advanceTimersByTimeAsync(50 + 2 * LOGIN_MS);
  expect(new Set(given).size).toBe(10);
});

test('a store that says its first word late is waited for, and not asked by each who waits', async () => {
  answersAfterMs = 2_000;
  ask(9);
  await vi.advanceTimersByTimeAsync(1_999);
  expect(openings).toEqual([{ unansweredMs: 5_000, dropped: false }]);
  await vi.advanceTimersByTimeAsync(2_000 + 3 * LOGIN_MS);
  expect(given).toHaveLength(9);
});

test('one that was open and has become slow is not given up by everyone', async () => {
  ask(1);
  await vi.advanceTimersByTimeAsync(100);
  answersAfterMs = 1_000;
  ask(3);
  await vi.advanceTimersByTimeAsync(1_100);
  expect(given).toHaveLength(4);
});

test('a session that nobody waits for any more is dropped', async () => {
  ask(1);
  await vi.advanceTimersByTimeAsync(100);
  answersAfterMs = 1_500;
  ask(1);
  await vi.advanceTimersByTimeAsync(200);
  answersAfterMs = 0;
  await vi.advanceTimersByTimeAsync(1_500);
  expect(given).toHaveLength(2);
  expect(openings.map(({ unansweredMs, dropped }) => ({ unansweredMs, dropped }))).toEqual([
    { unansweredMs: 5_000, dropped: false },
    { unansweredMs: 5_000, dropped: true },
    { unansweredMs: 250, dropped: false },
  ]);
});
