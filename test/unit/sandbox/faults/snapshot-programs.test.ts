import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { receiveSnapshot, sendSnapshot } from '../../../../lib/sandbox/faults/snapshot-programs.ts';

let base: string;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'muster-test-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

test('who receives a snapshot listens until it is told that nothing more comes', async () => {
  writeFileSync(join(base, 'row'), 'kept');
  const sender = sendSnapshot(base);
  const archive = execFileSync(sender.file, sender.args);
  const receiver = receiveSnapshot(join(base, 'copy'));
  const child = spawn(receiver.file, receiver.args, { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = once(child, 'exit');
  child.stdin.write(archive);
  const copied = () => readFileSync(join(base, 'copy', 'row'), 'utf8');
  await expect.poll(copied, { interval: 5 }).toBe('kept');
  await sleep(100);
  expect(child.exitCode).toBe(null);
  child.stdin.end();
  expect(await ended).toEqual([0, null]);
});
