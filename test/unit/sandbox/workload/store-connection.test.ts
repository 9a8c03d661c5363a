import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StoreConnection } from '../../../../lib/sandbox/workload/store-connection.ts';
import type { StoreSession } from '../../../../lib/sandbox/workload/store-session.ts';
import { StoreWay } from '../../../../lib/sandbox/workload/store-way.ts';
import type { Writers } from '../../../../lib/sandbox/workload/workload-order.ts';

const STORE = {
  frontDoor: 'orders',
  host: '127.0.0.1',
  port: 1,
  database: 'orders',
  user: 'app',
  password: '',
  journal: { schema: 'shop', table: 'journal', timeColumn: 'at', everyMs: 50 },
};

interface Fake {
  fails: 'never' | 'by silence' | 'for good';
  dropped: boolean;
  rows: number;
}

const NEW: Fake = { fails: 'never', dropped: false, rows: 0 };

let sessions: Fake[];
/** False while the store takes no new session. */
let grants: boolean;
let connection: StoreConnection;
let writers: Writers;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  sessions = [];
  grants = true;
  writers = { gate: 'closed', led: true };
  const way = new StoreWay(async ({ onAnswer }) => {
    if (!grants) throw new Error('refused');
    onAnswer();
    const fake = { ...NEW };
    sessions.push(fake);
    return sessionOf(fake);
  });
  connection = new StoreConnection(STORE, way, () => writers);
  await vi.advanceTimersByTimeAsync(0);
});
afterEach(() => vi.useRealTimers());

function sessionOf(fake: Fake): StoreSession {
  return {
    check: async () => {
      if (fake.fails !== 'never') throw new Error(fake.fails);
    },
    append: async () => void (fake.rows += 1),
    mayRecover: () => fake.fails === 'by silence',
    drop: () => void (fake.dropped = true),
  };
}

const last = (): Fake => sessions.at(-1) ?? NEW;

test('a session that was silent once serves again as soon as it answers, without a new login', async () => {
  grants = false;
  last().fails = 'by silence';
  await expect(connection.check()).rejects.toThrow('orders did not answer: by silence');
  await expect(connection.check()).rejects.toThrow('orders did not answer: by silence');
  last().fails = 'never';
  await vi.advanceTimersByTimeAsync(200);
  await connection.check();
  expect(sessions).toEqual([NEW]);
});

test('one that stays silent is dropped when another is open', async () => {
  last().fails = 'by silence';
  await expect(connection.check()).rejects.toThrow('orders did not answer: by silence');
  await vi.advanceTimersByTimeAsync(100);
  await connection.check();
  expect(sessions.map(({ dropped }) => dropped)).toEqual([true, false]);
});

test('one that is broken is dropped at once', async () => {
  grants = false;
  last().fails = 'for good';
  await expect(connection.check()).rejects.toThrow('orders did not answer: for good');
  expect(last().dropped).toBe(true);
  await vi.advanceTimersByTimeAsync(100);
  await expect(connection.check()).rejects.toThrow('orders has no session: refused');
});

test('a session that comes when the old one answers again is not kept', async () => {
  grants = false;
  last().fails = 'by silence';
  await expect(connection.check()).rejects.toThrow('orders did not answer: by silence');
  last().fails = 'never';
  await vi.advanceTimersByTimeAsync(200);
  grants = true;
  await vi.advanceTimersByTimeAsync(100);
  expect(sessions.map(({ dropped }) => dropped)).toEqual([false, true]);
});

test('rows are written while the gate of its writers is open, and only then', async () => {
  const rowsOf = async (gate: Writers['gate']) => {
    writers = { gate, led: true };
    const before = last().rows;
    await vi.advanceTimersByTimeAsync(200);
    return last().rows - before;
  };
  expect(await rowsOf('unread')).toBe(0);
  expect(await rowsOf('open')).toBe(4);
  expect(await rowsOf('closed')).toBe(0);
  expect(await rowsOf('open')).toBe(4);
});

test('rows are written for users: on a session that they came on, and on none after they are led elsewhere', async () => {
  writers = { gate: 'open', led: false };
  await vi.advanceTimersByTimeAsync(200);
  expect(last().rows).toBe(0);
  writers = { gate: 'open', led: true };
  await vi.advanceTimersByTimeAsync(200);
  writers = { gate: 'open', led: false };
  await vi.advanceTimersByTimeAsync(200);
  expect(last().rows).toBe(8);
  last().fails = 'for good';
  await expect(connection.check()).rejects.toThrow('orders did not answer: for good');
  await vi.advanceTimersByTimeAsync(400);
  expect(sessions.map(({ rows }) => rows)).toEqual([8, 0]);
});
