import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeChildRegistry } from '../../../lib/sandbox/process/child-registry.ts';
import { killTree } from '../../../lib/sandbox/process/kill-tree.ts';
import { pidsDirectory, readPidFiles } from '../../../lib/sandbox/process/pid-file.ts';
import { poll } from '../../../lib/sandbox/process/poll.ts';
import { isRunning, listProcesses, readProcessStat } from '../../../lib/sandbox/process/process-stat.ts';
import { sweep } from '../../../lib/sandbox/process/sweep.ts';

let stateDir: string;
const FAMILY = {
  name: 'family',
  file: '/bin/sh',
  args: ['-c', 'sleep 60 & sleep 60'],
  options: { stdio: 'ignore' },
} as const;
const polling = { everyMs: 5, deadlineMs: 5000 };

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'muster-test-'));
});
afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

test('a tree is ended with all its descendants, and /proc shows none of them running', async () => {
  const child = makeChildRegistry(stateDir).start(FAMILY);
  const hasChildren = () =>
    listProcesses().filter((one) => one.parentPid === child.pid).length === 2 || undefined;
  expect(await poll(hasChildren, polling)).toBe(true);
  const tree = killTree(child.pid);
  expect(tree.processes).toHaveLength(3);
  expect(await tree.survivors).toEqual([]);
  expect(tree.processes.filter(isRunning)).toEqual([]);
});

test('a child has a pid file until it has ended', async () => {
  const child = makeChildRegistry(stateDir).start(FAMILY);
  expect(readPidFiles(pidsDirectory(stateDir)).map((one) => one.pid)).toEqual([child.pid]);
  await child.kill().survivors;
  await child.exited;
  expect(await poll(() => readPidFiles(pidsDirectory(stateDir)).length === 0 || undefined, polling)).toBe(
    true,
  );
});

test('a closed registry starts nothing', async () => {
  const registry = makeChildRegistry(stateDir);
  await registry.close();
  expect(() => registry.start(FAMILY)).toThrow('family was not started: the sandbox is being stopped');
});

test('a program that does not exist is an error, not a crash', () => {
  const registry = makeChildRegistry(stateDir);
  expect(() => registry.start({ ...FAMILY, file: '/no/such/program' })).toThrow(
    'family could not be started: /no/such/program',
  );
});

test('a sweep ends what a pid file names', async () => {
  const child = makeChildRegistry(stateDir).start(FAMILY);
  expect(await sweep(stateDir)).toEqual(['family']);
  expect((await child.exited).signal).toBe('SIGKILL');
});

test('a sweep spares a process that has the pid of a file and another start time', async () => {
  const registry = makeChildRegistry(stateDir);
  const other = spawn('sleep', ['60'], { stdio: 'ignore' });
  const pid = other.pid ?? 0;
  writeFileSync(
    join(pidsDirectory(stateDir), `${pid}.json`),
    JSON.stringify({ name: 'old', pid, startTicks: '1' }),
  );
  expect(await sweep(stateDir)).toEqual([]);
  expect(readProcessStat(pid)?.state).not.toBe('Z');
  other.kill('SIGKILL');
  await registry.close();
});
